"""In some seeds the polls stretch; in some a live feed is dead for a while, and the polls must make up for it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from crmsync.core.poll_pace import STRETCHED
from crmsync.core.record import Millis, Side

STRETCHING = 0.5
"""In the other seeds the polls keep to their schedule: what they and the workers do at once is the harder part."""

DEAD = 0.25
MINUTE: Millis = 60_000
EARLIEST, LATEST = 1, 6
SHORTEST, LONGEST = 3, 12


@dataclass(slots=True)
class FeedLoss:
    """`side` is dead in [since, until), counted from the start."""

    stretched: Millis
    side: Side | None = None
    since: Millis = 0
    until: Millis = 0

    @classmethod
    def drawn(cls, rng: Random) -> FeedLoss:
        stretched = STRETCHED if rng.random() < STRETCHING else 0
        if rng.random() >= DEAD:
            return cls(stretched)
        since = rng.randint(EARLIEST, LATEST) * MINUTE
        return cls(stretched, rng.choice(list(Side)), since, since + rng.randint(SHORTEST, LONGEST) * MINUTE)

    def is_dead(self, side: Side, elapsed: Millis) -> bool:
        return side is self.side and self.since <= elapsed < self.until

    def quiet(self) -> None:
        """What comes from now on arrives; what was lost the polls have to find."""
        self.side = None
