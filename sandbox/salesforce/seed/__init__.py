"""The sample records that a new Developer Edition org ships with, and its users."""
