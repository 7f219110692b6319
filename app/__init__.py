"""Who does what, and where it is kept."""
