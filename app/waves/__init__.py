"""When people are asked, and what."""
