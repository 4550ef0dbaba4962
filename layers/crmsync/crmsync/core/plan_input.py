"""What the plan of one record is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmsync.core.absent import ABSENT, Absent
from crmsync.core.configuration import PairConfiguration
from crmsync.core.link import Link
from crmsync.core.mapped_field import field_name, field_type
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
    `address_only`: of a person that is linked now, the address alone crosses.
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


def normal(value: Value | Absent, mapping: FieldMapping, side: Side, given: PlanInput) -> Value:
    kind = field_type(mapping, side, given.salesforce_type)
    return None if isinstance(value, Absent) else normalise(value, side, kind)


def shown(given: PlanInput, mapping: FieldMapping, side: Side) -> Value | Absent:
    """What the side shows of a mapped field, as read; absent when it was not returned."""
    record = given.hubspot if side is Side.HUBSPOT else given.salesforce
    if record is None:
        return None
    return record.values.get(field_name(mapping, side, given.salesforce_type), ABSENT)
