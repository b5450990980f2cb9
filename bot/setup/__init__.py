"""Sets the project up on a machine that has only Python; standard library only."""
