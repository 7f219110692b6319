"""Tests of the pages for the administrator."""
