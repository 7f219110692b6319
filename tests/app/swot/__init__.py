"""Tests of the SWOT table."""
