"""What an administrator may ask and order: one command a file, each takes `args` and gives a JSON value."""
