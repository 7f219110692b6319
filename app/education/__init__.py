"""Marks and attendance out of the school's electronic journal, without names."""
