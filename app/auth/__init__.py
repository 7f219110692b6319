"""Signing in and out, passwords, and the first start."""
