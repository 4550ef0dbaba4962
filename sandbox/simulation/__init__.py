"""The whole product in one process: virtual clock, one seeded scheduler, injected faults, invariants at rest."""
