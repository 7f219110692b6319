"""Users and settings of a school."""
