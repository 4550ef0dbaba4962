"""Mappings whose existing values nobody has filled since they were made or changed."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.back_fill import back_fill_command, fillable
from crmsync.core.configuration import Configuration
from crmsync.core.record import Millis
from crmsync.ports.jobs import Jobs
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.guard_configuration import UNFILLED
from crmsync.usecases.installation import GUARD_JOB
from crmsync.usecases.reconcile.rounds import FILLED, JOB


def back_fill_offers(active: Configuration | None, jobs: Jobs) -> Iterator[dict[str, str]]:
    """`{"mapping", "object", "reason", "fix"}`, as notices of the configuration are."""
    moving = fillable(active)
    filled: dict[str, Millis] = jobs.state(JOB).get(FILLED, {})
    for name, at in sorted(jobs.state(GUARD_JOB).get(UNFILLED, {}).items()):
        if name in moving and filled.get(name, 0) <= at:
            yield _offer(name, str(shown_time(at))[:16])


def _offer(name: str, since: str) -> dict[str, str]:
    pair, key = name.split("/", 1)
    return {
        "mapping": key,
        "object": pair,
        "reason": f"{name} was added or changed on {since}Z: what records held before stays as it is.",
        "fix": f"`{back_fill_command(name)}` puts it in step; --preview only tells what would change.",
    }
