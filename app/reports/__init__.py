"""Reports: gathered, rendered, written."""
