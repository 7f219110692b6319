"""What a school's official papers bear."""
