"""What may go wrong with deliveries, on demand and by one seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class BadChaosError(ValueError):
    """The description of what should go wrong is wrong itself."""


@dataclass(frozen=True, slots=True)
class Chaos:
    """`duplicate` and `lose` are shares of events that come twice or never; `reorder` shuffles, `delay_s` is late."""

    duplicate: float = 0.0
    reorder: bool = False
    delay_s: float = 0.0
    lose: float = 0.0
    rng: random.Random = field(default_factory=lambda: random.Random(0))

    def happens(self, share: float) -> bool:
        return share > 0 and self.rng.random() < share

    def lateness(self) -> float:
        """Seconds on top of the window; under `reorder` every event gets its own."""
        return self.delay_s * self.rng.random() if self.reorder else self.delay_s

    def as_json(self) -> dict[str, Any]:
        return {
            "duplicate": self.duplicate,
            "reorder": self.reorder,
            "delay_s": self.delay_s,
            "lose": self.lose,
        }


def chaos_from(description: Mapping[str, Any]) -> Chaos:
    """Raises BadChaosError."""
    unknown = sorted(set(description) - {"duplicate", "reorder", "delay_s", "lose", "seed"})
    if unknown:
        raise BadChaosError(f"no such kind of chaos: {', '.join(unknown)}")
    try:
        return Chaos(
            duplicate=float(description.get("duplicate", 0.0)),
            reorder=bool(description.get("reorder", False)),
            delay_s=float(description.get("delay_s", 0.0)),
            lose=float(description.get("lose", 0.0)),
            rng=random.Random(int(description.get("seed", 0))),
        )
    except (TypeError, ValueError) as error:
        raise BadChaosError(f"chaos must be given in numbers: {error}") from error
