"""Custom objects: none is made twice, and what a lookup names is associated."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import RecordRef, Side

from sandbox.simulation.invariants.limbo import is_short_of_calls
from sandbox.simulation.invariants.named_twice import named_twice
from sandbox.simulation.invariants.state import State
from sandbox.simulation.people import Known, known_of
from sandbox.simulation.pets import PET

QUERY = "/services/data/v67.0/query?q=SELECT+Name+FROM+Pet__c+LIMIT+2000"


def doubled_pets(state: State) -> Iterator[str]:
    """By name, since people give each a name of its own; each merge may name one more so. Of two that were merged, and
    of one that was deleted for some time, the name may be gone. What there are still no calls for may have to come.
    """
    pets, crms, merged = state.world.pets, state.world.crms, state.world.merged
    if not pets.object_type:
        return
    path = f"/crm/v3/objects/{pets.object_type}?limit=100&properties=pet_name"
    here = crms.hubspot_user.send("GET", path).json()["results"]
    there = crms.salesforce_user.send("GET", QUERY).json()["records"]
    names = {
        Side.HUBSPOT: [one["properties"]["pet_name"] for one in here],
        Side.SALESFORCE: [one["Name"] for one in there],
    }
    yield from named_twice(names, lambda name: 1 + merged[name])
    waits = {row.ref for row in state.parked if is_short_of_calls(row, state)}
    whole = [
        name
        for name, known in pets.names.items()
        if not (merged[name] or _has_ended(known, state) or RecordRef(*known) in waits)
    ]
    for side, listed in names.items():
        yield from (f"{name} is not in {side}" for name in whole if name not in listed)


def _has_ended(known: Known, state: State) -> bool:
    """Or its counterpart."""
    link = state.world.product.links.find([RecordRef(*known)]).get(RecordRef(*known))
    both = {known, *(known_of(ref) for ref in (link.hubspot, link.salesforce))} if link is not None else {known}
    return bool(both & state.world.ended)


def unassociated(state: State) -> Iterator[str]:
    """Of each lookup whose record is linked: its counterpart is associated."""
    for link in state.organisations:
        for mapping in state.pair_of(link).mappings:
            if mapping.reference is not None and not mapping.is_property and link.salesforce.object_type == PET:
                yield from _of_lookup(link, mapping, state)


def _of_lookup(link: Link, mapping: FieldMapping, state: State) -> Iterator[str]:
    hubspot, salesforce = (state.record(ref) for ref in (link.hubspot, link.salesforce))
    if hubspot is None or salesforce is None or mapping.reference is None:
        return
    named = mapping.reference.ref(Side.SALESFORCE, salesforce.values.get(mapping.salesforce[PET]))
    there = state.world.product.links.find([named]).get(named) if named is not None else None
    if there is not None and state.record(there.hubspot) is not None and not _has(link.hubspot, there.hubspot, state):
        yield f"{link.hubspot.key} ~ {link.salesforce.key}: {there.hubspot.key} is not associated"


def _has(start: RecordRef, end: RecordRef, state: State) -> bool:
    path = f"/crm/v4/objects/{start.object_type}/{start.id}/associations/{end.object_type}?limit=500"
    found = state.world.crms.hubspot_user.send("GET", path).json()["results"]
    return end.id in {str(one["toObjectId"]) for one in found}
