"""The rows, one part a module; each takes the run and adds its rows to the table."""
