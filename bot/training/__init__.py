"""How the built-in reader was trained: sets → examples → windows with targets → weights."""
