"""When to try again: exponential back-off with jitter while it is due soon, then Parked with growing gaps."""

from __future__ import annotations

from crmsync.core.record import Millis

MAX_ATTEMPTS = 5
MAX_DELAY: Millis = 900_000
"""The longest that SQS holds a message back; what is due later is parked."""

_FIRST_DELAY: Millis = 2_000
_FIRST_GAP: Millis = 300_000
LONGEST_GAP: Millis = 86_400_000
_MOST_DOUBLINGS = 30


def next_delay(attempt: int, jitter: float, retry_after: Millis | None) -> Millis:
    """How long to wait after attempt number `attempt` (from 0) failed: half fixed, half by `jitter` in [0, 1).

    `retry_after` is what the vendor asked for; the delay is at least that, and still spread.
    """
    longest = min(_FIRST_DELAY << min(attempt, _MOST_DOUBLINGS), MAX_DELAY)
    spread = int(longest / 2 * (1 + jitter))
    return spread if retry_after is None else max(spread, retry_after + int(_FIRST_DELAY * jitter))


def resend_or_park(attempt: int, delay: Millis) -> bool:
    """Whether attempt number `attempt`, due in `delay`, is sent again; else the record is parked."""
    return attempt <= MAX_ATTEMPTS and delay <= MAX_DELAY


def parking_gap(attempts: int) -> Millis:
    """How long a parked record rests after it was parked `attempts` times before: 5 minutes, doubling to a day."""
    return min(_FIRST_GAP << min(attempts, _MOST_DOUBLINGS), LONGEST_GAP)
