"""When each inclusion list was chosen: the members of before do not sync because of the choice."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.record import Millis


def with_choice_times(new: Configuration, active: Configuration | None, now: Millis) -> Configuration:
    """The new configuration; a list that the active one has already keeps its time."""
    before = active.pairs if active is not None else {}
    times = {name: _chosen_at(pair, before.get(name), now) for name, pair in new.pairs.items()}
    pairs = {name: replace(pair, list_chosen_at=times[name]) for name, pair in new.pairs.items()}
    return replace(new, pairs=pairs, campaign_joins=_joins(new, active, now))


def _joins(new: Configuration, active: Configuration | None, now: Millis) -> tuple[CampaignJoin, ...]:
    """Another status is no other choice."""
    before = active.campaign_joins if active is not None else ()
    times = {(join.name, join.source_id, join.campaign_id): join.chosen_at for join in before}
    return tuple(
        replace(join, chosen_at=times.get((join.name, join.source_id, join.campaign_id), now))
        for join in new.campaign_joins
    )


def _chosen_at(pair: PairConfiguration, before: PairConfiguration | None, now: Millis) -> Millis:
    list_id = pair.settings.inclusion_list_id
    if list_id is None:
        return 0
    is_kept = before is not None and before.settings.inclusion_list_id == list_id
    return before.list_chosen_at if before is not None and is_kept else now
