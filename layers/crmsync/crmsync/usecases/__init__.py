"""Orchestration: what each function does, in terms of core and ports."""
