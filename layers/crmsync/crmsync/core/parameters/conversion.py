"""What an entry of a mapping document says of the conversion: an option map, a time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.mapping import FieldMapping, Kind
from crmsync.core.parameters.documents import Document, did_you_mean, pointer
from crmsync.core.parameters.option_maps import option_map, unknown_options
from crmsync.core.parameters.time_zones import unknown_time_zone
from crmsync.core.refusal import Refusal

_PICKLISTS = {Kind.PICKLIST, Kind.MULTI_PICKLIST}
_DATE_AND_TIME = {Kind.DATE, Kind.DATETIME}


class Conversion(NamedTuple):
    """Two keys of an entry; `place` is the entry's in the document."""

    parameter: str
    place: tuple[str | int, ...]
    options: str | None
    time_zone: str | None

    def refuse(self, key: str, reason: str, fix: str) -> Refusal:
        return Refusal(self.parameter, self.place_of(key), reason, fix)

    def place_of(self, key: str) -> str:
        return pointer((*self.place, key))


def with_conversion(
    mapping: FieldMapping, said: Conversion, option_maps: Mapping[str, Document]
) -> tuple[FieldMapping, list[Refusal]]:
    """The mapping with its option map and time zone, and what is wrong with them."""
    refusals = [*_option_refusals(mapping, said, option_maps), *_time_zone_refusals(mapping, said)]
    document = option_maps.get(f"options/{said.options}")
    options = mapping.options if document is None else option_map(document)
    return replace(mapping, options=options, time_zone=said.time_zone or mapping.time_zone), refusals


def _option_refusals(mapping: FieldMapping, said: Conversion, option_maps: Mapping[str, Document]) -> Iterator[Refusal]:
    if said.options is None:
        return
    parameter = f"options/{said.options}"
    document = option_maps.get(parameter)
    if document is None:
        fix = f"Create that parameter, or correct the name.{did_you_mean(parameter, option_maps)}"
        yield said.refuse("options", f"There is no parameter {parameter}, or it is refused itself.", fix)
    elif not _kinds(mapping) & _PICKLISTS:
        yield said.refuse("options", "Neither side has a picklist here.", "Remove the option map.")
    else:
        yield from unknown_options(parameter, document, mapping)


def _time_zone_refusals(mapping: FieldMapping, said: Conversion) -> Iterator[Refusal]:
    if said.time_zone is None:
        return
    wrong = unknown_time_zone(said.parameter, said.place_of("time_zone"), said.time_zone)
    if wrong is not None:
        yield wrong
    elif not _kinds(mapping) >= _DATE_AND_TIME:
        reason = "A time zone matters only where one side has a date and the other a date with time."
        yield said.refuse("time_zone", reason, "Remove the time zone.")


def _kinds(mapping: FieldMapping) -> set[Kind]:
    return {kind.kind for kind in (mapping.hubspot_type, *mapping.salesforce_types.values())}
