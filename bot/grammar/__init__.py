"""Just enough English grammar to follow a conversation: words, tags, clauses and what they mention."""
