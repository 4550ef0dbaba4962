"""When each pair was switched on: what changes from then on is synced, whichever feed tells of it."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.record import Millis


def with_switch_times(new: Configuration, active: Configuration | None, now: Millis) -> Configuration:
    """The new configuration; a pair that is on in the active one keeps its time. Those of the first one have none: they
    are on since the installation.
    """
    if active is None:
        return new
    times = {name: _enabled_at(pair, active.pairs.get(name), now) for name, pair in new.pairs.items()}
    return replace(new, pairs={name: replace(pair, enabled_at=times[name]) for name, pair in new.pairs.items()})


def _enabled_at(pair: PairConfiguration, before: PairConfiguration | None, now: Millis) -> Millis:
    if not pair.settings.enabled:
        return 0
    return before.enabled_at if before is not None and before.settings.enabled else now
