"""Associations between records: their types, the links themselves, and the endpoints that read and write them."""
