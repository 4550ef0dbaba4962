"""How long an adapter goes on with the part of a batch that DynamoDB put off."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.ports.clock import Clock

ROUNDS = 4
FIRST_PAUSE = 50


def rounds(clock: Clock) -> Iterator[int]:
    """Four rounds with pauses of 50, 100 and 200 ms between them."""
    for attempt in range(ROUNDS):
        if attempt:
            clock.sleep(FIRST_PAUSE << (attempt - 1))
        yield attempt
