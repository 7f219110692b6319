"""What the curator says of a programme: pupils involved, ratings, criteria, indicators."""
