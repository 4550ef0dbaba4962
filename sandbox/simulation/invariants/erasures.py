"""Of an erased person nothing is stored, and they are not made anew in HubSpot."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crmsync.core.matching import email_digest
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.ports.links import person_key
from crmsync.usecases.sync.batch import LEASE

from sandbox.simulation.invariants.limbo import has_cases
from sandbox.simulation.invariants.state import State


def unforgotten(state: State) -> Iterator[str]:
    stored = _stored(state)
    held = {row.ref for row in state.parked if has_cases(row, state)}
    for ref in sorted(_told(state) - held):
        if not state.is_erased(ref):
            yield f"{ref.key} was not erased"
        yield from (f"{ref.key} is still in {place}" for place, text in stored.items() if f"{ref.key}'" in text)
    yield from _made_anew(state)
    for ref in state.records:
        if ref.side is Side.HUBSPOT and state.is_erased(ref):
            yield f"{ref.key} was erased although nobody asked for it"


def _told(state: State) -> set[RecordRef]:
    """The erased contacts of which a webhook arrived: no poll makes up for a lost one."""
    bodies = [body for _, body in state.world.deliveries.arrived if "privacyDeletion" in body]
    events = [event for body in bodies for event in json.loads(body)]
    ids = {str(event["objectId"]) for event in events if event["subscriptionType"].endswith("privacyDeletion")}
    return {RecordRef(*contact) for contact in state.world.people.erased if contact.id in ids}


def _stored(state: State) -> dict[str, str]:
    """All that is kept of records, as text in which keys end with a quotation mark."""
    product = state.world.product
    refs = {
        "links": [ref for link in state.links for ref in (link.hubspot, link.salesforce)],
        "history": list(state.history),
        "parked rows": [row.ref for row in state.parked],
    }
    if not state.world.administrator.caps:
        # They go with the next flush, for which there may be no call.
        refs["stamps"] = [stamp.ref for sheet in product.stamps.all() for stamp in sheet.stamps]
    return {place: repr([ref.key for ref in found]) for place, found in refs.items()}


def _made_anew(state: State) -> Iterator[str]:
    """Contacts that nobody entered, beside those that a worker made which was at it when the marker came."""
    people = state.world.people
    by_people = {*people.created, *people.merged}
    for ref, record in state.records.items():
        if ref.side is not Side.HUBSPOT or (ref.side, ref.object_type, ref.id) in by_people:
            continue
        at = erased_at(state.email_of(record), state)
        if at is not None and record.created_at > at + LEASE:
            yield f"{ref.key} was made although the person was erased before"


def erased_at(email: str | None, state: State) -> Millis | None:
    """When the person with that address was erased; None when nobody was."""
    return state.world.product.links.suppressed_at(person_key(email_digest(email))) if email else None
