"""The psychologist reads open answers first, and follows up on those that worry."""
