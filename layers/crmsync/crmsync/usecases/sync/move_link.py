"""Moves a link to the survivors of a merge or conversion, and settles with the link that a survivor may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.change import Change, ChangeKind
from crmsync.core.link import Link
from crmsync.core.outcome import Outcome, OutcomeName, retry
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.core.side_state import SideState, rests
from crmsync.core.wish import is_wish
from crmsync.ports.crm import Look
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Held
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.read import crm_of
from crmsync.usecases.sync.work_item import WorkItem

Moves = Mapping[Side, Gone]
"""The linked records that live on as others."""


class _Moving(NamedTuple):
    """`link` is to become `moved`."""

    item: WorkItem
    link: Link
    moved: Link
    moves: Moves


def move_link(item: WorkItem, link: Link, moves: Moves, batch: Batch) -> None:
    """Ties the link to the survivors; a survivor that has a live link of its own keeps it."""
    moved = _moved(link, moves)
    if batch.ports.links.move(link, moved) is Held.DONE:
        _leave_moved(_Moving(item, link, moved, moves), batch)
        return
    present = batch.ports.links.find([link.hubspot, moved.hubspot, moved.salesforce])
    rivals = {one.hubspot: one for one in present.values() if one.hubspot != link.hubspot}
    if present.get(link.hubspot) != link or not rivals:
        item.leave(retry("move_lost", 0))
        return
    for rival in rivals.values():
        if item.outcome is None and item.gone is None:
            _meet(rival, _Moving(item, link, moved, moves), batch)


def _moved(link: Link, moves: Moves) -> Link:
    """What a parked field waits for was said of the old record: on the new one it is at its first link."""
    successors = {side: _survivor(gone) for side, gone in moves.items()}
    return replace(
        link,
        hubspot=successors.get(Side.HUBSPOT, link.hubspot),
        salesforce=successors.get(Side.SALESFORCE, link.salesforce),
        base={key: value for key, value in link.base.items() if key not in link.parked},
        seen={side: at for side, at in link.seen.items() if side not in moves},
        states={**link.states, **dict.fromkeys(moves, SideState.SUCCEEDED)},
    )


def _survivor(gone: Gone) -> RecordRef:
    return gone.became or gone.ref


def _leave_moved(moving: _Moving, batch: Batch) -> None:
    """The survivor is looked at; what is to be done for the record that did not move, and which of its fields
    changed, comes again.
    """
    item, moves = moving.item, moving.moves
    note_move(moving.link, moving.moved, _reason(moves), batch)
    for gone in moves.values():
        look_at(_survivor(gone), item, batch)
    rest = [replace(one, carried=None, carried_as_of=0) for side, one in item.changes.items() if side not in moves]
    if rest:
        batch.ports.queue.send(rest)
    item.leave(Outcome(OutcomeName.MOVED, _reason(moves)))


def _reason(moves: Moves) -> str:
    return next(iter(moves.values())).reason


def _meet(rival: Link, moving: _Moving, batch: Batch) -> None:
    """A survivor has a link already. One that only remembers a deleted record gives way. Where both records of the
    two pairs were merged, the links are one by now, and the one with the lower key stays. Else a person must say
    which of the counterparts it shall be.
    """
    link, moved = moving.link, moving.moved
    if rests(rival.states):
        batch.ports.links.delete(rival)
        moving.item.leave(retry("move_again", 0))
    elif not _is_same_pair(rival, moved, batch):
        _park_merged(rival, moving)
    elif (rival.hubspot, rival.salesforce) == (moved.hubspot, moved.salesforce) or rival.hubspot < link.hubspot:
        _give_way(rival, moving, batch)
    else:
        held = batch.ports.links.delete(rival)
        moving.item.leave(retry("move_again" if held is Held.DONE else "move_lost", 0))


def _is_same_pair(rival: Link, moved: Link, batch: Batch) -> bool:
    """Whether the rival's records are those that the link moves to, or one lives on as the other."""
    return all(_are_one(rival.ref(side), moved.ref(side), batch) for side in Side)


def _are_one(rival: RecordRef, moved: RecordRef, batch: Batch) -> bool:
    """What a lead became may be merged away itself: then it is the rival's record that is left."""
    if rival == moved:
        return True
    seen = crm_of(batch, rival.side).look(Look(refs=(rival, moved))).records
    ends = ((seen[rival], moved), (seen[moved], rival))
    return any(isinstance(one, Gone) and one.became == other for one, other in ends)


def _give_way(rival: Link, moving: _Moving, batch: Batch) -> None:
    """The rival moves on its own change, which is sent in case nothing else does."""
    if batch.ports.links.delete(moving.link) is not Held.DONE:
        moving.item.leave(retry("move_lost", 0))
        return
    look_at(rival.hubspot, moving.item, batch)
    _leave_moved(moving, batch)


def _park_merged(rival: Link, moving: _Moving) -> None:
    """Both records may live on as others; the row tells of the one that met the rival, and of what the other is now."""
    met = sorted(moving.moves.items(), key=lambda move: rival.ref(move[0]) != _survivor(move[1]))
    for side, gone in met:
        words = (
            f"{gone.ref.label} was {gone.reason} into {_survivor(gone).label}, which is linked to "
            f"{rival.ref(side.other).label}; merge {moving.moved.ref(side.other).label} into that one too"
        )
        go_on_without(moving.item, gone, parked(Category.MERGED, words, (rival.hubspot, rival.salesforce)))
        moving.item.merged.add(side)


def go_on_without(item: WorkItem, gone: Gone, outcome: Outcome) -> None:
    """All fields of a record that is gone are absent, so nothing moves because of it."""
    seen = item.link.seen.get(gone.ref.side, 0) if item.link is not None else 0
    item.read[gone.ref.side] = Record(gone.ref, {}, seen)
    item.gone = item.gone or outcome
    item.gone_sides.add(gone.ref.side)


def look_at(ref: RecordRef, item: WorkItem, batch: Batch, *, first_link: bool = False) -> None:
    batch.ports.queue.send([look_of(ref, item, first_link=first_link)])


def look_of(ref: RecordRef, item: WorkItem, *, first_link: bool = False) -> Change:
    """A look at another record because of what happened to the item's, in its class and for its cause."""
    change = next(iter(item.changes.values())).without_values()
    wishes = {name: at for one in item.changes.values() for name, at in one.fields.items() if is_wish(name)}
    return replace(change, ref=ref, kind=ChangeKind.LOOK, fields=wishes, attempt=0, first_link=first_link)


def note_move(link: Link, moved: Link, cause: str, batch: Batch) -> None:
    """Under the new pair, and under the old one, so that either record's history leads to the other."""
    now, token = batch.ports.clock.now(), batch.token
    changed = [side for side in Side if link.ref(side) != moved.ref(side)]
    came = ", ".join(link.ref(side).key for side in changed)
    went = ", ".join(moved.ref(side).key for side in changed)
    batch.ports.history.add(
        [
            HistoryRow(moved.hubspot, moved.salesforce, now, token, cause, f"move from {came}", ()),
            HistoryRow(link.hubspot, link.salesforce, now, f"{token}-left", cause, f"move to {went}", ()),
        ]
    )
