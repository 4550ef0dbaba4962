"""The lifecycle stage in the plan of a contact: written with the rest, told in history, and undone from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crmsync.core.absent import Absent
from crmsync.core.configuration import PairConfiguration
from crmsync.core.lifecycle import LIFECYCLE_STAGE, stage_after
from crmsync.core.link import BaseValue, Entry
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan


def with_lifecycle(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """The plan that also moves the stage on, where an opportunity told the contact to."""
    mapping = lifecycle_mapping(given.pair, given.salesforce_type)
    if mapping is None or not given.standings or given.hubspot is None or given.is_held:
        return plan
    present = shown(given, mapping, Side.HUBSPOT)
    if isinstance(present, Absent):
        return plan
    old = normal(present, mapping, Side.HUBSPOT, given)
    stage = stage_after(
        None if old is None else str(old), given.standings, given.pair.lifecycle_stages, given.pair.settings.lifecycle
    )
    if stage is None:
        return plan
    entry = Entry(Side.HUBSPOT, LIFECYCLE_STAGE, old, stage, "", Reason.OPPORTUNITY_MOVED)
    return replace(
        plan,
        writes={**plan.writes, Side.HUBSPOT: {**plan.writes[Side.HUBSPOT], LIFECYCLE_STAGE: stage}},
        entries=(*plan.entries, entry),
        keys={**plan.keys, Side.HUBSPOT: {**plan.keys[Side.HUBSPOT], LIFECYCLE_STAGE: LIFECYCLE_STAGE}},
    )


def written_mappings(pair: PairConfiguration, salesforce_type: str) -> Mapping[str, FieldMapping]:
    """By key, of all that a plan may write: the mapped fields, and the stage."""
    mappings = {mapping.hubspot: mapping for mapping in pair.mapped(salesforce_type)}
    stage = lifecycle_mapping(pair, salesforce_type)
    return mappings if stage is None else {LIFECYCLE_STAGE: stage, **mappings}


def shown_standing(pair: PairConfiguration, base: Mapping[str, BaseValue]) -> str:
    """Where a record stands by the stage that Salesforce shows, a Standing; empty for records without one, and without
    meaning for cases.
    """
    staged, known = pair.object_pair.staged, pair.pipelines
    stage = base.get(staged.stage) if staged is not None else None
    return known.standing_of(stage.salesforce) if known is not None and stage is not None else ""


def lifecycle_mapping(pair: PairConfiguration, salesforce_type: str) -> FieldMapping | None:
    """The stage as if it were mapped; no field of Salesforce's holds it, so it is absent there."""
    if not pair.lifecycle_stages:
        return None
    kind = FieldType(Kind.PICKLIST, options=pair.lifecycle_stages)
    nowhere = {salesforce_type: LIFECYCLE_STAGE}
    return FieldMapping(LIFECYCLE_STAGE, nowhere, Rule.ALWAYS_SALESFORCE, kind, {salesforce_type: FieldType()})
