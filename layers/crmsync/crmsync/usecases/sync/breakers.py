"""Holds mass clears and mass deletions: what is over the hour's limit waits for an administrator's word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from crmsync.core.breaker import clears_of, deletions_of
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.mapping import Rule
from crmsync.core.outcome import Outcome
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.work_item import WorkItem


def hold_masses(items: Sequence[WorkItem], batch: Batch) -> None:
    """One counter update a field that this batch clears, and one for its deletions; none otherwise. When the counters
    do not answer, everything that they would count waits and the rest goes on.
    """
    _hold_clears(items, batch)
    _hold_deletions(items, batch)


def _hold_clears(items: Sequence[WorkItem], batch: Batch) -> None:
    clearing: dict[tuple[str, str], list[WorkItem]] = defaultdict(list)
    for item in items:
        for key in _cleared(item):
            clearing[item.pair.name, key].append(item)
    limit = batch.configuration.global_settings.max_clears_per_hour
    for (pair, key), own in clearing.items():
        passed = _take(clears_of(pair, key), own, limit, batch)
        for item in own[passed:]:
            words = f"more than {limit} values of {key} would be cleared within an hour"
            _drop(item, key, Failure(Consequence.NEEDS_REVIEW, Category.MASS_CLEAR, words))
        _tell(len(own) - passed, "clears", batch)


def _cleared(item: WorkItem) -> Iterator[str]:
    """The keys of values that are about to be cleared, on either side. What is mirrored can be read again, and an undo
    was asked for by an administrator.
    """
    entries = item.plan.entries if item.plan is not None and not item.undo else ()
    cleared = (one for one in entries if one.new is None and one.old is not None and one.rule != Rule.MIRROR)
    yield from dict.fromkeys(entry.field for entry in cleared)


def _drop(item: WorkItem, key: str, failure: Failure) -> None:
    for side in Side:
        if item.plan is not None:
            names = [name for name in item.plan.writes[side] if item.plan.key_of(side, name) == key]
            item.plan = item.plan.without(side, names)
    item.rejected[key] = failure


def _hold_deletions(items: Sequence[WorkItem], batch: Batch) -> None:
    deleting: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        if item.deletes is not None:
            deleting[item.pair.name].append(item)
    for pair, own in deleting.items():
        passed = _take(deletions_of(pair), own, batch.configuration.global_settings.max_deletions_per_hour, batch)
        for item in own[passed:]:
            item.deletes, item.awaits_confirmation, item.gone = None, True, too_many_deletions(batch)
        _tell(len(own) - passed, "deletions", batch)


def too_many_deletions(batch: Batch) -> Outcome:
    limit = batch.configuration.global_settings.max_deletions_per_hour
    return parked(Category.MASS_DELETION, f"more than {limit} records would be deleted within an hour")


def may_delete(item: WorkItem, batch: Batch) -> bool:
    """Whether one more deletion passes."""
    limit = batch.configuration.global_settings.max_deletions_per_hour
    passed = _take(deletions_of(item.pair.name), [item], limit, batch)
    _tell(1 - passed, "deletions", batch)
    return passed == 1


def _take(name: str, items: Sequence[WorkItem], limit: int, batch: Batch) -> int:
    """How many of the items pass, the first ones."""
    try:
        passed = batch.ports.breakers.take(name, len(items), limit, batch.ports.clock.now())
    except CrmError:
        return 0
    for item in items[:passed]:
        item.counted.append(name)
    return passed


def _tell(held: int, breaker: str, batch: Batch) -> None:
    if held:
        batch.ports.telemetry.count("BreakerHeld", held, breaker=breaker)


def give_back_undone(items: Sequence[WorkItem], batch: Batch) -> None:
    """What the CRM surely did not do comes again and is counted then."""
    undone = Counter(name for item in items if _is_undone(item) for name in item.counted)
    for name, count in undone.items():
        batch.ports.breakers.give_back(name, count)


def _is_undone(item: WorkItem) -> bool:
    """A write that found nothing left to write has no result, and neither has one that was refused for its field."""
    results = list(item.results.values())
    return all(isinstance(one, Failure) and one.consequence is not Consequence.OUTCOME_UNKNOWN for one in results)
