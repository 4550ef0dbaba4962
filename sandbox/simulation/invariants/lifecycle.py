"""Whoever has a role in an opportunity is as far in the lifecycle as it is, or further."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.lifecycle import LIFECYCLE_STAGE, Standing
from crmsync.core.link import Link
from crmsync.core.members import members_of
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Record, RecordRef, Side
from crmsync.core.side_state import rests

from sandbox.simulation.deals import DEAL
from sandbox.simulation.invariants.deals import COUNT
from sandbox.simulation.invariants.state import State


def left_behind(state: State) -> Iterator[str]:
    """Of seeds without an inclusion list, which keeps those outside where they are."""
    if not state.pair.lifecycle_stages or state.pair.settings.inclusion_list_id is not None:
        return
    for link in state.organisations:
        if link.hubspot.object_type == DEAL and not rests(link.states):
            yield from _of_deal(link, state)


def _of_deal(link: Link, state: State) -> Iterator[str]:
    known, base = state.pair_of(link).pipelines, link.base.get("dealstage")
    standing = known.standing_of(base.salesforce) if known is not None and base is not None else ""
    if standing not in {Standing.OPPORTUNITY, Standing.CUSTOMER}:
        return
    for person in sorted(members_of(link.base.get(COUNT))):
        contact = _contact(RecordRef(Side.SALESFORCE, "Contact", person), state)
        if contact is not None and not _is_as_far(contact, standing, state):
            shown = contact.values.get(LIFECYCLE_STAGE)
            yield f"{contact.ref.key} is a {shown}, and {link.salesforce.key} asks for {standing}"


def _contact(person: RecordRef, state: State) -> Record | None:
    """That may be written now. Whom a merge brought to the deal, its next move tells."""
    link = state.link_of.get(person)
    if link is None or rests(link.states) or state.parts_parked(link.hubspot) & {WHOLE_RECORD, LIFECYCLE_STAGE}:
        return None
    record = state.records.get(link.hubspot)
    return record if record is not None and not record.absorbed else None


def _is_as_far(contact: Record, standing: str, state: State) -> bool:
    stages, shown = state.pair.lifecycle_stages, contact.values.get(LIFECYCLE_STAGE)
    return shown in stages and stages.index(str(shown)) >= stages.index(standing)
