"""Text → sentences with offsets, by rules."""
