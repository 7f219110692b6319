"""Programmes, their participants, codes and pairs."""
