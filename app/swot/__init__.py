"""The curator confirms, corrects and adds the lines of the SWOT table."""
