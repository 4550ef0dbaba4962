"""Mappings whose existing values nobody has filled since they were made or changed."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.back_fill import fillable
from crmsync.core.configuration import Configuration
from crmsync.core.record import Millis
from crmsync.ports.jobs import Jobs
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.guard_configuration import UNFILLED
from crmsync.usecases.installation import GUARD_JOB
from crmsync.usecases.reconcile.rounds import FILLED, JOB


def back_fill_offers(active: Configuration | None, jobs: Jobs) -> Iterator[dict[str, str]]:
    """`{"mapping", "reason", "fix"}` as notices of the configuration are."""
    moving = fillable(active) if active is not None else {}
    filled: dict[str, Millis] = jobs.state(JOB).get(FILLED, {})
    for key, at in sorted(jobs.state(GUARD_JOB).get(UNFILLED, {}).items()):
        if key in moving and filled.get(key, 0) <= at:
            since = str(shown_time(at))[:16]
            yield {
                "mapping": key,
                "reason": f"{key} was added or changed on {since}Z: what records held before stays as it is.",
                "fix": f"`crmsync resync --mapping {key}` puts it in step; --preview only tells what would change.",
            }
