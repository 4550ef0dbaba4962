"""Pipelines and their stages, for deals, tickets and custom objects."""
