"""The built-in reader's network: windows of sentences → scores → a decision."""
