"""Tests of what papers bear."""
