"""Compares the simulators with the vendors' own sandboxes, through the product's adapters."""
