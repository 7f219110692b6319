"""Tests of app/programmes."""
