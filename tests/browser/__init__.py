"""The running program in a real browser."""
