"""What the readers share that have a language model write: its stream, its faults, its marks, its quotes."""
