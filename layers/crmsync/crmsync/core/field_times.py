"""When a mapped field changed on either side, as far as it is known: what decides a two-way conflict."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.conflict import ConflictTimes
from crmsync.core.mapped_field import field_names
from crmsync.core.mapping import FieldMapping
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Millis, Side


def conflict_times(mapping: FieldMapping, given: PlanInput) -> ConflictTimes:
    fetched = given.property_times
    hubspot = _told(given, Side.HUBSPOT) if fetched is None else fetched
    return ConflictTimes(
        now=given.now,
        hubspot=_latest(hubspot, mapping, Side.HUBSPOT, given),
        salesforce=_latest(_told(given, Side.SALESFORCE), mapping, Side.SALESFORCE, given),
        salesforce_record=given.salesforce.modified_at if given.salesforce is not None else None,
        fetched=fetched is not None,
    )


def _told(given: PlanInput, side: Side) -> Mapping[str, Millis]:
    return given.told[side].times if side in given.told else {}


def _latest(times: Mapping[str, Millis], mapping: FieldMapping, side: Side, given: PlanInput) -> Millis | None:
    """Of several fields that cross as one, the one that changed last."""
    if not times:
        return None
    names = field_names(mapping, side, given.salesforce_type)
    return max((times[name] for name in names if name in times), default=None)
