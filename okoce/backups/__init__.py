"""The whole database in one file, taken while people work, and put back all or nothing.

A backup is a ZIP file of two members: the database as its own tools write it, and a manifest that says what it is and
what must be in it. So it can be opened without the portal, and a damaged one is known before anything is touched.
Knows databases and no model; imports nothing else of the portal. The commands are in permits, which can count again.
"""
