"""Parents and partners say once, by an address and without a code, how the programme was."""
