"""The commands, one a file: its arguments, what it asks, and how the answer looks."""
