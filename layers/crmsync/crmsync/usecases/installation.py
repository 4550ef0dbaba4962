"""When this stack began to sync."""

from __future__ import annotations

from crmsync.core.record import Millis
from crmsync.ports.jobs import Jobs

GUARD_JOB = "config_guard"


def installed_at(jobs: Jobs, otherwise: Millis) -> Millis:
    """When config_guard made the first configuration active."""
    return int(jobs.state(GUARD_JOB).get("installed_at", otherwise))
