"""What the platform itself sets in a record that is saved, from what the caller gave: one file an object."""
