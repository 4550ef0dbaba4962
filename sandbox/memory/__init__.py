"""The product's ports in memory: deterministic, cheap, and sharing nothing by reference with their callers."""
