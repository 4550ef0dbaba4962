"""The administrator's command line: every command asks the admin function, and shows its answer or its JSON."""
