"""Tests of asking parents and partners."""
