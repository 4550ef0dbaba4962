"""Fallbacks: what stands in the fields that Salesforce requires when HubSpot has no value for them.

Salesforce creates no Lead or Contact without LastName, and no Lead without Company (`ObjectPair.required`). A fallback
fills the field at creation. It is no value of the record's: it is never sent to HubSpot, and gives way to the first
real one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from crmsync.core.pair_settings import PairSettings
from crmsync.core.record import Value

MISSING = "REQUIRED_FIELD_WITHOUT_FALLBACK"


class Fallbacks(NamedTuple):
    """What a creation lacks: `values` to add, by Salesforce field; `missing` the required fields without fallback."""

    values: Mapping[str, str]
    missing: tuple[str, ...] = ()


def fallbacks_for(required: Collection[str], values: Mapping[str, Value], settings: PairSettings) -> Fallbacks:
    """For a record about to be created with `values` (by Salesforce field), of an object that has `required` fields; a
    `missing` one parks it.
    """
    blank = [name for name in required if values.get(name) in {None, ""}]
    chosen = {name: settings.required_fallbacks.get(name) for name in blank}
    return Fallbacks(
        values={name: value for name, value in chosen.items() if value},
        missing=tuple(name for name, value in chosen.items() if not value),
    )


def is_fallback(value: Value, field: str, settings: PairSettings) -> bool:
    """Whether a Salesforce field shows the fallback of these settings and thus counts as blank."""
    return value is not None and value == settings.required_fallbacks.get(field)
