"""Tests of what the curator enters."""
