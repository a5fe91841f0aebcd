"""Django's PostgreSQL, which asks no absent server twice in a row."""
