"""Whoever takes part in a deal has a role in its opportunity, and no deal is made twice."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from crmsync.core.link import Link
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import RecordRef, Side
from crmsync.core.side_state import rests

from sandbox.simulation.deals import DEAL
from sandbox.simulation.invariants.named_twice import named_twice
from sandbox.simulation.invariants.state import State

COUNT = "num_associated_contacts"


def partial_casts(state: State) -> Iterator[str]:
    """Of those who are linked with a live Salesforce contact."""
    for link in state.organisations:
        is_parked = state.parts_parked(link.hubspot) & {COUNT, WHOLE_RECORD}
        if link.hubspot.object_type == DEAL and not is_parked and not rests(link.states):
            yield from _of_deal(link, state)


def _of_deal(link: Link, state: State) -> Iterator[str]:
    if any(state.record(link.ref(side)) is None for side in Side):
        return
    found = state.world.product.plain_crms.hubspot().associated([link.hubspot], "contact")[link.hubspot]
    here = {one.ref for one in found} if isinstance(found, tuple) else set()
    there = {RecordRef(Side.SALESFORCE, "Contact", one) for one in _roles(link, state)}
    if any(_awaits_merge(ref, state) for ref in there):
        return
    linked = {ref: state.link_of[ref].salesforce for ref in here if ref in state.link_of}
    wanted = {one for one in linked.values() if one.object_type == "Contact" and one in state.records}
    known = {one for one in there if one in state.link_of and state.link_of[one].hubspot in state.records}
    if wanted != known:
        shown = [sorted(one.id for one in people) for people in (wanted, known)]
        yield f"{link.hubspot.key} has {shown[0]}, {link.salesforce.key} has {shown[1]}"


def _awaits_merge(person: RecordRef, state: State) -> bool:
    """Merged in HubSpot and not in Salesforce: the role goes to the survivor when a person merges the two there."""
    found = state.link_of.get(person)
    return found is not None and WHOLE_RECORD in state.parts_parked(found.hubspot)


def _roles(link: Link, state: State) -> list[str]:
    soql = f"SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '{link.salesforce.id}'"
    answer = state.world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={quote_plus(soql)}").json()
    return [str(row["ContactId"]) for row in answer["records"]]


def doubled_deals(state: State) -> Iterator[str]:
    """By name, of which people give each deal one; each merge may name one more so."""
    body = {
        "filterGroups": [{"filters": [{"propertyName": "dealname", "operator": "HAS_PROPERTY"}]}],
        "properties": ["dealname"],
        "limit": 200,
    }
    crms, merged = state.world.crms, state.world.merged
    hubspot = crms.hubspot_user.send("POST", "/crm/v3/objects/deals/search", body).json()["results"]
    soql = quote_plus("SELECT Name FROM Opportunity WHERE Name LIKE 'Deal %'")
    rows = crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    names = {
        Side.HUBSPOT: [one["properties"]["dealname"] for one in hubspot],
        Side.SALESFORCE: [one["Name"] for one in rows],
    }
    yield from named_twice(names, most=lambda name: 1 + merged[name])
