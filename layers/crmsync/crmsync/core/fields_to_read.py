"""Which fields of which objects are read: the mapped ones, and what else decides about a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from crmsync.core.configuration import PairConfiguration
from crmsync.core.lifecycle import LIFECYCLE_STAGE
from crmsync.core.mapped_field import field_names, mapped_properties
from crmsync.core.person_account import MARK
from crmsync.core.record import Side
from crmsync.core.stamps import NOT_COMPARED

CREATOR = "CreatedById"
"""By which a record that crmsync created is told, where it has no key of its own."""

LEAD = "Lead"
BECAME = {"Account": "ConvertedAccountId", "Opportunity": "ConvertedOpportunityId"}
"""By object, the field in which a converted lead names what it became beside its contact."""


def fields_to_read(pairs: Sequence[PairConfiguration], side: Side) -> dict[str, tuple[str, ...]]:
    """By object type."""
    fields: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for object_type, name in _hubspot(pair) if side is Side.HUBSPOT else _salesforce(pair):
            fields[object_type].add(name)
    if LEAD in fields:
        fields[LEAD].update(name for object_type, name in BECAME.items() if object_type in fields)
    return {object_type: tuple(sorted(names)) for object_type, names in fields.items()}


def _hubspot(pair: PairConfiguration) -> Iterator[tuple[str, str]]:
    """The stamps are read so that only stale ones are written."""
    key = pair.object_pair.match
    if pair.lifecycle_stages:
        yield pair.hubspot_type, LIFECYCLE_STAGE
    names = [*mapped_properties(mapping for mapping in pair.mappings if mapping.is_property)]
    names += [one.engagement.about for one in pair.mappings if one.engagement is not None and one.engagement.about]
    names += [name for name in pair.hubspot_stamps if name not in NOT_COMPARED]
    yield from ((pair.hubspot_type, name) for name in (*names, *(key.hubspot if key is not None else ())))


def _salesforce(pair: PairConfiguration) -> Iterator[tuple[str, str]]:
    for mapping in pair.mappings:
        for object_type in mapping.salesforce if mapping.is_field else ():
            yield from ((object_type, name) for name in field_names(mapping, Side.SALESFORCE, object_type))
    title = pair.object_pair.title
    for object_type in pair.object_pair.naming:
        yield from ((object_type, name) for name in (CREATOR, *((title.field,) if title is not None else ())))
    if pair.subtype is not None:
        telling = {pair.subtype.field, *(mark["field"] for mark in pair.settings.told_by.values())}
        yield from ((object_type, name) for object_type in pair.salesforce_types for name in telling)
    if pair.person_accounts:
        yield pair.object_pair.marks_person_accounts, MARK
