"""An opt-out that anybody saw stays and arrives on the other side; nobody is ever opted in."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.opt_out_latch import OPT_OUT
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Record, RecordRef, Side

from sandbox.simulation.invariants.state import State
from sandbox.simulation.opt_outs import BOX


def opt_outs(state: State) -> Iterator[str]:
    yield from _lost(state)
    yield from _uncarried(state)
    for row in state.world.product.history.all():
        for entry in row.entries:
            if entry.field == OPT_OUT and entry.new is not True:
                yield f"{row.hubspot.key}: somebody was opted in on {entry.side}"


def is_out(record: Record) -> bool:
    value = record.values.get(OPT_OUT if record.ref.side is Side.HUBSPOT else BOX)
    return value in {True, "true"}


def _lost(state: State) -> Iterator[str]:
    """Of each record what was chosen last; a merge sets fields itself."""
    last = {consent.record: consent for consent in state.world.people.consents}
    for known, consent in last.items():
        record = state.records.get(RecordRef(*known))
        is_told = record is not None and known not in state.world.people.merged
        if record is not None and is_told and consent.value == "true" and not is_out(record):
            yield f"{record.ref.key}: an opt-out is lost"


def _uncarried(state: State) -> Iterator[str]:
    for link in state.links:
        if state.parts_parked(link.hubspot) & {OPT_OUT, WHOLE_RECORD}:
            continue
        both = [record for ref in (link.hubspot, link.salesforce) if (record := state.records.get(ref)) is not None]
        if len({is_out(record) for record in both}) > 1:
            yield f"{link.hubspot.key} ~ {link.salesforce.key}: the opt-out is on one side only"
