"""A scheduled round of which only one may run at a time, and which remembers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crmsync.core.record import Millis
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.jobs import Jobs


@contextmanager
def single_flight(jobs: Jobs, job: str, lease: Millis, clock: Clock, randomness: Randomness) -> Iterator[bool]:
    """Whether the round may run; False while another one does. The lease is given back however the round ends."""
    now, token = clock.now(), randomness.token()
    is_ours = jobs.start(job, token, now, now + lease) is not None
    try:
        yield is_ours
    finally:
        if is_ours:
            jobs.finish(job, token, {})
