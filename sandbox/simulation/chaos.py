"""How hostile one seed's world is: the rates of every injected fault, drawn once from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CALM = 0.0


@dataclass(slots=True)
class Chaos:
    """Each rate is the chance per opportunity; `quiet()` sets all to zero so that the world can come to rest."""

    crash: float
    timeout_before: float
    timeout_after: float
    server_error: float
    rate_limit: float
    lock_row: float
    session_expiry: float
    duplicate: float
    lose: float
    reorder: bool
    late: float

    @classmethod
    def drawn(cls, rng: Random) -> Chaos:
        """Some seeds are calm in some respect, so that faults are seen alone and together."""

        def rate(most: float) -> float:
            return rng.choice([0.0, most / 4, most])

        return cls(
            crash=rate(0.01),
            timeout_before=rate(0.03),
            timeout_after=rate(0.03),
            server_error=rate(0.05),
            rate_limit=rate(0.05),
            lock_row=rate(0.05),
            session_expiry=rate(0.01),
            duplicate=rate(0.4),
            lose=rate(0.1),
            reorder=rng.random() < 0.5,
            late=rate(0.3),
        )

    def quiet(self) -> None:
        for name in ("crash", "timeout_before", "timeout_after", "server_error", "rate_limit", "lock_row"):
            setattr(self, name, CALM)
        self.session_expiry = self.duplicate = self.lose = self.late = CALM
        self.reorder = False
