"""A real primary, its streaming replica, and several processes of the portal, all on loopback."""
