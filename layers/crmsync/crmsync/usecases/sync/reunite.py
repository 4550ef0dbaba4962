"""A record is back, or another one bears the address of one that is gone: the link is tied anew, nobody is doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.change import ChangeKind
from crmsync.core.link import BaseValue, Link
from crmsync.core.mapped_field import normal_value
from crmsync.core.mapping import FieldMapping
from crmsync.core.outcome import Outcome, OutcomeName, retry
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Side
from crmsync.core.side_state import SideState, is_deleted
from crmsync.core.wish import is_wish
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Held
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import JUST_LINKED
from crmsync.usecases.sync.move_link import look_at, look_of, note_move
from crmsync.usecases.sync.states import Fate, fate_row
from crmsync.usecases.sync.work_item import WorkItem, still_open

REUNITED = Outcome(OutcomeName.MOVED, "reunited")


def let_go_of_deleted(items: Sequence[WorkItem], batch: Batch) -> None:
    """A person took a record back whose counterpart we had deleted. Neither CRM lets an integration restore a
    record, so the counterpart is made anew, as for a new record: the link goes, and the record is looked at again.
    """
    for item in still_open(items):
        if item.link is not None and _counterpart_deleted_by_us(item, item.link):
            _come_anew(item, item.link, batch)


def _counterpart_deleted_by_us(item: WorkItem, link: Link) -> bool:
    if len(item.lost) != 1:
        return False
    [lost] = item.lost
    was_intended = item.intended_deletion is lost and item.lost[lost].is_proven
    return link.states.get(lost) is SideState.DELETED_BY_US or was_intended


def _come_anew(item: WorkItem, link: Link, batch: Batch) -> None:
    [lost] = item.lost
    _tell_what_was_left(item, link, lost, batch)
    if batch.ports.links.delete(link) is not Held.DONE:
        item.leave(retry("leased", 0))
        return
    now = batch.ports.clock.now()
    back = HistoryRow(
        link.hubspot, link.salesforce, now, batch.token, item.cause, f"back {link.ref(lost.other).key}", ()
    )
    batch.ports.history.add([back])
    again = look_of(link.ref(lost.other), item)
    batch.ports.queue.send([replace(again, kind=ChangeKind.UNDELETE)])
    item.leave(REUNITED)


def _tell_what_was_left(item: WorkItem, link: Link, lost: Side, batch: Batch) -> None:
    """A worker that was interrupted, or got no answer, deleted the counterpart and told nobody. Its intents go with the
    link, so that this is the last moment when anybody knows that it was crmsync.
    """
    if link.intents is None or is_deleted(link.states, lost):
        return
    fates = [Fate(lost.other, "gone"), Fate(lost, "delete")]
    untold = [fate for fate in fates if not is_deleted(link.states, fate.side)]
    batch.ports.history.add([fate_row(fate, link, link.intents.at, item.cause) for fate in untold])


def take_the_place(item: WorkItem, link: Link, batch: Batch) -> None:
    """`item` is a record without link that bears the address of `link`'s survivor; the other one is deleted. The link
    is at its first again, since nothing of the base is about this record; also if they may not sync now. What a contact
    that is still there was to join, it joins as the new pair.
    """
    origin = item.origin
    is_hubspot = origin.side is Side.HUBSPOT
    waiting = () if is_hubspot else tuple(filter(is_wish, link.parked))
    tied = replace(
        link,
        hubspot=origin if is_hubspot else link.hubspot,
        salesforce=link.salesforce if is_hubspot else origin,
        base=_met_by(item), seen={}, parked=waiting, writes=(), intents=None, states={},
    )  # fmt: skip
    if batch.ports.links.move(link, tied) is not Held.DONE:
        item.leave(JUST_LINKED)
        return
    note_move(link, tied, item.cause, batch)
    batch.ports.parking.clear(link.hubspot, sorted({WHOLE_RECORD, *link.parked} - set(waiting)))
    look_at(origin, item, batch, first_link=True)
    item.leave(REUNITED)


def _met_by(item: WorkItem) -> dict[str, BaseValue]:
    """Of people, the address that each bears: see `is_linked_by_address`."""
    mapped = item.pair.mapped(item.salesforce_type)
    return {one.hubspot: _shown(item, one) for one in mapped if one.hubspot == item.pair.address}


def _shown(item: WorkItem, mapping: FieldMapping) -> BaseValue:
    sides = (Side.HUBSPOT, Side.SALESFORCE)
    return BaseValue(*(normal_value(item.record(side), mapping, side, item.salesforce_type) for side in sides))
