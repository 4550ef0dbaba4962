"""Seeds that found a bug; they are run with every simulation."""

REGRESSIONS: tuple[int, ...] = ()
