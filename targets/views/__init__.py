"""Pages and the public API, one module for each audience."""
