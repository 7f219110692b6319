"""Tests of app/interchange."""
