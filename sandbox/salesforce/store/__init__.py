"""The org's records, their indexes and the undo log of a request."""
