"""Option maps: from documents to what the code uses, and checked against the picklists that a mapping ties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmsync.core.mapping import FieldMapping, FieldType
from crmsync.core.option_map import OptionMap
from crmsync.core.parameters.documents import Document, did_you_mean, pointer
from crmsync.core.record import Side
from crmsync.core.refusal import Refusal


class _Named(NamedTuple):
    """One value of a document, and where it stands."""

    side: Side
    value: str
    place: tuple[str | int, ...]


def option_map(document: Document) -> OptionMap:
    listed = document.get("options", {})
    pairs = listed.items() if isinstance(listed, dict) else [(one["hubspot"], one["salesforce"]) for one in listed]
    default = document.get("default", {})
    return OptionMap(tuple(pairs), default.get("hubspot"), default.get("salesforce"))


def unknown_options(parameter: str, document: Document, mapping: FieldMapping) -> Iterator[Refusal]:
    """The values that the live picklists of the mapping do not have; a picklist that is not restricted takes any."""
    ends = {
        Side.HUBSPOT: (mapping.hubspot, [mapping.hubspot_type]),
        Side.SALESFORCE: (" or ".join(sorted(set(mapping.salesforce.values()))), [*mapping.salesforce_types.values()]),
    }
    for named in _named(document):
        name, types = ends[named.side]
        known = _known(types)
        if known is not None and named.value not in known:
            reason = f"{named.side.label}'s {name} has no option {named.value}."
            fix = f"Add it there, or correct the map.{did_you_mean(named.value, known)}"
            yield Refusal(parameter, pointer(named.place), reason, fix)


def _known(types: Iterable[FieldType]) -> set[str] | None:
    """None when one of the fields takes any value."""
    listed = [set(kind.options) for kind in types]
    return set.union(*listed) if listed and all(listed) else None


def _named(document: Document) -> Iterator[_Named]:
    listed = document.get("options", {})
    if isinstance(listed, dict):
        for hubspot, salesforce in listed.items():
            yield _Named(Side.HUBSPOT, hubspot, ("options", hubspot))
            yield _Named(Side.SALESFORCE, salesforce, ("options", hubspot))
    else:
        for index, pair in enumerate(listed):
            yield from (_Named(side, pair[side], ("options", index, side)) for side in Side)
    for side in Side:
        if side in document.get("default", {}):
            yield _Named(side, document["default"][side], ("default", side))
