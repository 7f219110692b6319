"""What the numbers say: plain data in, frozen results out."""
