"""What is remembered of records that are gone, and the line of history that tells when that changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crmsync.core.failure import Failure, Written
from crmsync.core.link import Link
from crmsync.core.record import Millis, Record, Side
from crmsync.core.side_state import SideState, States, is_deleted
from crmsync.ports.history import HistoryRow
from crmsync.usecases.sync.work_item import WorkItem


class Fate(NamedTuple):
    """What became of one side's record, as history tells it: `delete` (by us), `gone` (by a person), `back`."""

    side: Side
    word: str


def states_after(item: WorkItem) -> States:
    """By what was read and done. Only what the vendor proves to be deleted counts as deleted."""
    if item.link is None:
        return {}
    after = {side: state for side in Side if (state := _state_after(item, item.link, side)) is not None}
    return {**after, item.deletes: SideState.DELETED_BY_US} if item.deletes and _was_deleted(item) else after


def _state_after(item: WorkItem, link: Link, side: Side) -> SideState | None:
    if side in item.merged:
        return SideState.MERGED
    return _of_lost(item, link, side) if side in item.lost else _of_read(item, link.states.get(side), side)


def _of_read(item: WorkItem, before: SideState | None, side: Side) -> SideState | None:
    """What comes in the place of another stays news until all of it was decided, which an undo does not."""
    is_read = isinstance(item.read.get(side), Record)
    is_undecided = _has_failed(item) or item.held is not None or item.gone is not None or bool(item.undo)
    return before if before is SideState.SUCCEEDED and (is_undecided or not is_read) else None


def _of_lost(item: WorkItem, link: Link, side: Side) -> SideState | None:
    before = link.states.get(side)
    if item.awaits_confirmation:
        return SideState.AWAITS_CONFIRMATION
    if item.deletes is not None and not _was_deleted(item):
        # It is tried again, and must not look settled.
        return before
    if before is SideState.AWAITS_CONFIRMATION:
        return SideState.DELETED
    if is_deleted(link.states, side) or not item.lost[side].is_proven:
        return before
    return SideState.DELETED_BY_US if item.intended_deletion is side else SideState.DELETED


def _was_deleted(item: WorkItem) -> bool:
    return item.deletes is not None and isinstance(item.results.get(item.deletes), Written)


def _has_failed(item: WorkItem) -> bool:
    return bool(item.rejected) or any(isinstance(result, Failure) for result in item.results.values())


def fates(item: WorkItem) -> Iterator[Fate]:
    """What is new since the last commit."""
    if item.link is None:
        return
    after = states_after(item)
    for side in Side:
        was, is_now = is_deleted(item.link.states, side), is_deleted(after, side)
        if is_now and not was:
            yield Fate(side, "delete" if after[side] is SideState.DELETED_BY_US else "gone")
        elif was and not is_now:
            yield Fate(side, "back")


def fate_row(fate: Fate, link: Link, at: Millis, cause: str) -> HistoryRow:
    """`at` is the time of the intents, if there are any: whoever completes a deletion stores the same row again."""
    action = f"{fate.word} {link.ref(fate.side).key}"
    return HistoryRow(link.hubspot, link.salesforce, at, f"{at}-{fate.word}", cause, action, ())
