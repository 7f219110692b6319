"""Tests of app/waves."""
