"""Tests of marks and attendance."""
