"""Nothing crosses for a contact that has been outside the inclusion list for some time."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.link import Entry
from crmsync.core.reasons import Reason
from crmsync.core.record import Millis
from crmsync.ports.history import HistoryRow

from sandbox.simulation.audience import Move
from sandbox.simulation.invariants.state import State

IN_FLIGHT: Millis = 240_000
"""How long after its contact left a write may still come to its end: the list's lag, a lease, and a few attempts."""

NO_CROSSING = {Reason.COVERED, Reason.BROUGHT_BACK, Reason.FIRST_LINK, Reason.OPTED_OUT, Reason.OPT_OUT_KEPT}
"""An edit that is brought back is put back on its own side."""


def crossed_outside(state: State) -> Iterator[str]:
    """First links are made wherever the contact is, if Salesforce's record is what set them off."""
    if state.pair.settings.inclusion_list_id is None:
        return
    moves = state.world.audience.moves
    rows = [row for row in state.world.product.history.all() if row.hubspot.object_type == state.pair.hubspot_type]
    # The survivor is in the list when the other one was.
    merged = {known.id for known in state.world.people.merged}
    for row in rows:
        is_settled = row.at > state.pair.list_chosen_at + IN_FLIGHT and row.hubspot.id not in merged
        if row.action == "update" and is_settled and _is_outside(row, moves):
            keys = sorted({entry.field for entry in row.entries if _crossed(entry) and not _came_along(entry, row)})
            if keys:
                yield f"{row.hubspot.key}: {', '.join(keys)} crossed outside the inclusion list"


def _came_along(entry: Entry, row: HistoryRow) -> bool:
    """Campaigns are shown by a reason of their own, also at a first link."""
    return entry.reason == Reason.MIRRORED and any(one.reason == Reason.FIRST_LINK for one in row.entries)


def _crossed(entry: Entry) -> bool:
    """Some entries only tell: that nobody matches an owner, say."""
    return entry.reason not in NO_CROSSING and entry.old != entry.new


def _is_outside(row: HistoryRow, moves: list[Move]) -> bool:
    """Whether the contact did not belong to the list at any time shortly before."""
    own = [move for move in moves if move.contact_id == row.hubspot.id and move.at <= row.at]
    lately = [move for move in own if move.at > row.at - IN_FLIGHT]
    before = [move for move in own if move.at <= row.at - IN_FLIGHT]
    was_inside = bool(before) and before[-1].joins
    return not was_inside and not any(move.joins for move in lately)
