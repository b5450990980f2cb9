"""Saved answers and conversations: written, read back, and proven against their sources again."""
