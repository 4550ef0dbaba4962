"""Seeds that found a bug; they are run with every simulation."""

REGRESSIONS: tuple[int, ...] = (11, 17, 18, 23, 46, 75, 161, 165, 169, 170, 207, 297, 332)
"""Covered edits, folded echoes, lost intents, records without outcome: each broke an invariant once."""
