"""An index on disk: whole or not at all, proven by its hashes, rebuilt when its sources change."""
