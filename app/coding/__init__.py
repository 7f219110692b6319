"""The coding desk: open answers are sorted into themes and cells of SWOT, quotations released."""
