"""What Django says for itself, in the portal's own words and formats."""
