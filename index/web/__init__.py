"""A web page → its article's blocks."""
