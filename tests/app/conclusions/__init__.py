"""Tests of correcting conclusions."""
