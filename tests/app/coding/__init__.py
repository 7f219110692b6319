"""Tests of reading open answers."""
