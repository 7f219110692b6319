"""Pairing without slips: an address, a few short questions, and what is made of their answers."""
