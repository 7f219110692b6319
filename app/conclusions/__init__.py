"""The curator reads the conclusions that results give, corrects them and adds some."""
