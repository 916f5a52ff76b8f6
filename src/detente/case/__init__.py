"""A folder that a person keeps, checked, built and opened."""
