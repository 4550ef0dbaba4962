"""Organisations agree as people do; none is made twice; and who belongs to one belongs to its counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote_plus

from crmsync.core.configuration import PairConfiguration
from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import Record, RecordRef, Side
from crmsync.core.side_state import can_be_named

from sandbox.simulation.invariants.named_twice import named_twice
from sandbox.simulation.invariants.state import State


def estranged(state: State) -> Iterator[str]:
    """Of each reference, the records that both sides name are linked with each other, where both sides name one that
    is linked.
    """
    for link in (*state.links, *state.organisations):
        pair = state.pair_of(link)
        for mapping in pair.mappings:
            if mapping.reference is not None and mapping.is_property and _is_settled(link, mapping, pair, state):
                yield from _of_reference(link, mapping, state)


def _is_settled(link: Link, mapping: FieldMapping, pair: PairConfiguration, state: State) -> bool:
    if mapping.rule is Rule.DONT_SYNC or not pair.settings.enabled or link.hubspot in state.outsiders:
        return False
    is_parked = state.parts_parked(link.hubspot) & {mapping.hubspot, WHOLE_RECORD}
    return link.salesforce.object_type in mapping.salesforce and not is_parked


def _of_reference(link: Link, mapping: FieldMapping, state: State) -> Iterator[str]:
    named = {side: _named(state.record(link.ref(side)), mapping) for side in Side}
    links = state.world.product.links.find([ref for ref in named.values() if ref is not None])
    hubspot, salesforce = named[Side.HUBSPOT], named[Side.SALESFORCE]
    if any(ref is not None and not (ref in links and can_be_named(links[ref].states)) for ref in named.values()):
        return  # it waits
    expected = links[hubspot].salesforce if hubspot is not None else None
    if expected != salesforce and all(state.record(link.ref(side)) for side in Side):
        yield f"{link.hubspot.key} ~ {link.salesforce.key}: {mapping.hubspot} is {hubspot} here and {salesforce} there"


def _named(record: Record | None, mapping: FieldMapping) -> RecordRef | None:
    if record is None or mapping.reference is None:
        return None
    side = record.ref.side
    name = mapping.hubspot if side is Side.HUBSPOT else mapping.salesforce[record.ref.object_type]
    return mapping.reference.ref(side, record.values.get(name))


def doubled(state: State) -> Iterator[str]:
    """By name, since people give each a name of its own; what was founded on both sides at once may be two, and each
    merge may name one more so.
    """
    companies = state.world.companies
    created = Counter((known.side, name) for known, name in companies.names.items())

    def most(name: str) -> int:
        founded = max(created[side, name] for side in Side)
        return max(2 if name in companies.twins else 1, founded) + state.world.merged[name]

    yield from named_twice({Side.HUBSPOT: _in_hubspot(state), Side.SALESFORCE: _in_salesforce(state)}, most)


def _in_hubspot(state: State) -> list[str]:
    body = {
        "filterGroups": [{"filters": [{"propertyName": "name", "operator": "HAS_PROPERTY"}]}],
        "properties": ["name"],
        "limit": 200,
    }
    answer = state.world.crms.hubspot_user.send("POST", "/crm/v3/objects/companies/search", body).json()
    return [str(one["properties"]["name"]) for one in answer["results"] if _is_ours(one["properties"]["name"])]


def _in_salesforce(state: State) -> list[str]:
    soql = "SELECT Id, Name FROM Account WHERE Name LIKE 'Company %'"
    answer = state.world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={quote_plus(soql)}")
    return [str(row["Name"]) for row in answer.json()["records"]]


def _is_ours(name: str) -> bool:
    return name.startswith("Company ")
