"""How hostile one seed's world is: the rates of every injected fault, drawn once from the seed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from random import Random

CALM = 0.0


@dataclass(slots=True)
class Chaos:
    """Each rate is the chance per opportunity; `quiet()` sets all to zero so that the world can come to rest.

    `late_effect` is the share of the timeouts after which the call takes effect although the client gave up already.
    `refuse` is the share of webhooks that are answered 503, half of them after they were taken.
    """

    crash: float = CALM
    timeout_before: float = CALM
    timeout_after: float = CALM
    late_effect: float = CALM
    server_error: float = CALM
    rate_limit: float = CALM
    lock_row: float = CALM
    session_expiry: float = CALM
    duplicate: float = CALM
    lose: float = CALM
    refuse: float = CALM
    reorder: float = CALM
    late: float = CALM

    @classmethod
    def drawn(cls, rng: Random) -> Chaos:
        """Some seeds are calm in some respect, so that faults are seen alone and together."""

        def rate(most: float) -> float:
            return rng.choice([0.0, most / 4, most])

        return cls(
            crash=rate(0.01),
            timeout_before=rate(0.03),
            timeout_after=rate(0.03),
            late_effect=rate(0.8),
            server_error=rate(0.05),
            rate_limit=rate(0.05),
            lock_row=rate(0.05),
            session_expiry=rate(0.02),
            duplicate=rate(0.4),
            lose=rate(0.1),
            refuse=rate(0.1),
            reorder=rng.choice([0.0, 1.0]),
            late=rate(0.3),
        )

    def take(self, other: Chaos) -> None:
        for rate in fields(self):
            setattr(self, rate.name, getattr(other, rate.name))

    def quiet(self) -> None:
        self.take(Chaos())
