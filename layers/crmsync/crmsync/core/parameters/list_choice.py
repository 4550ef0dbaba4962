"""When each inclusion list was chosen: the members of before do not sync because of the choice."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.record import Millis


def with_choice_times(new: Configuration, active: Configuration | None, now: Millis) -> Configuration:
    """The new configuration; a list that the active one has already keeps its time."""
    before = active.pairs if active is not None else {}
    times = {name: _chosen_at(pair, before.get(name), now) for name, pair in new.pairs.items()}
    return replace(new, pairs={name: replace(pair, list_chosen_at=times[name]) for name, pair in new.pairs.items()})


def _chosen_at(pair: PairConfiguration, before: PairConfiguration | None, now: Millis) -> Millis:
    list_id = pair.settings.inclusion_list_id
    if list_id is None:
        return 0
    is_kept = before is not None and before.settings.inclusion_list_id == list_id
    return before.list_chosen_at if before is not None and is_kept else now
