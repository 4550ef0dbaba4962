"""What the plan of one record is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from crmsync.core.absent import ABSENT, Absent
from crmsync.core.configuration import PairConfiguration
from crmsync.core.lifecycle import Standing
from crmsync.core.link import Link
from crmsync.core.mapped_field import field_name, field_names, field_type, field_value
from crmsync.core.mapping import FieldMapping
from crmsync.core.normal_form import normalise
from crmsync.core.overwritten import Told
from crmsync.core.record import Millis, Record, Side, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """A side without record is about to be created: all its fields are blank.

    `told` is, by side, what events said of its fields. `left_out` are mapping keys that are parked and wait.
    `property_times` are HubSpot's own times, None until they were asked for. `is_held`: the pair may not sync now.
    `fills` are mapping keys whose values are put in step as at a first link although neither side changed: a back-fill.
    `standings` are where opportunities of the contact stand that moved, or that it asked for.
    `address_only`: of a person that is linked now, the address alone crosses. `ahead` is what the plan writes already,
    by vendor's name: transforms see the records as they will be.
    """

    pair: PairConfiguration
    salesforce_type: str
    hubspot: Record | None
    salesforce: Record | None
    now: Millis
    link: Link | None = None
    told: Mapping[Side, Told] = field(default_factory=dict)
    first_link: bool = False
    left_out: frozenset[str] = frozenset()
    fills: frozenset[str] = frozenset()
    property_times: Mapping[str, Millis] | None = None
    is_held: bool = False
    address_only: bool = False
    standings: Collection[Standing] = frozenset()
    ahead: Mapping[Side, Mapping[str, Value]] = field(default_factory=dict)


def normal(value: Value | Absent, mapping: FieldMapping, side: Side, given: PlanInput) -> Value:
    kind = field_type(mapping, side, given.salesforce_type)
    return None if isinstance(value, Absent) else normalise(value, side, kind)


def shown(given: PlanInput, mapping: FieldMapping, side: Side) -> Value | Absent:
    """What the side shows of a mapped field, as read; absent when it was not returned."""
    record = given.hubspot if side is Side.HUBSPOT else given.salesforce
    if mapping.transform is not None:
        return _shown_ahead(given, mapping, side, record)
    return None if record is None else record.values.get(field_name(mapping, side, given.salesforce_type), ABSENT)


def _shown_ahead(given: PlanInput, mapping: FieldMapping, side: Side, record: Record | None) -> Value | Absent:
    ahead = given.ahead.get(side, {})
    if record is None and not ahead:
        return None
    values = dict.fromkeys(field_names(mapping, side, given.salesforce_type)) if record is None else record.values
    return field_value({**values, **ahead}, mapping, side, given.salesforce_type)
