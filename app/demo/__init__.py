"""A school that does not exist, to try everything on."""
