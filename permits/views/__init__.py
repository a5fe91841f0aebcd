"""Pages about permits and the people who hold them or may come to hold one."""
