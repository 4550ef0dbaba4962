"""Pipelines and stages of one record: converted by its own pipeline, and written to HubSpot only together.

HubSpot refuses a stage of another pipeline than the record's, and sets a close date of its own when a stage closes a
record; the plan is made so that neither happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.convert import wire_value
from crmsync.core.link import BaseValue, Entry
from crmsync.core.mapping import FieldMapping
from crmsync.core.obstacle import Obstacle
from crmsync.core.option_map import Lacking, OptionMap
from crmsync.core.parked import Category
from crmsync.core.pipeline_map import MappedPipeline, MappedStage, PipelineMap, StagedFields, StageOptions
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value
from crmsync.core.record_plan import RecordPlan

_FIX = "Add it to the parameter pipelines/{pair}, or choose another one."


def with_pipelines(mappings: Sequence[FieldMapping], given: PlanInput) -> Sequence[FieldMapping]:
    """The mappings, those of pipeline and stage with the options that this record may have."""
    known, staged = given.pair.pipelines, given.pair.object_pair.staged
    if known is None or staged is None:
        return mappings
    return [
        narrowed for mapping in mappings if (narrowed := _narrowed(mapping, known, staged, given)) is not None
    ]  # fmt: skip


def _narrowed(mapping: FieldMapping, known: PipelineMap, staged: StagedFields, given: PlanInput) -> FieldMapping | None:
    if mapping.hubspot == staged.stage:
        return replace(mapping, options=_stage_options(known, staged, given))
    if mapping.hubspot == staged.pipeline:
        return replace(mapping, options=_pipeline_options(known, given)) if _has_types(known, staged, given) else None
    return mapping


def _has_types(known: PipelineMap, staged: StagedFields, given: PlanInput) -> bool:
    """Records without record type have only a stage, which tells HubSpot's pipeline by itself."""
    here = known.of_stage(_shown(given, Side.HUBSPOT, staged.stage))
    typed = given.salesforce is None or bool(_shown(given, Side.SALESFORCE, staged.record_type_field))
    return typed and not (here is not None and not here.record_type)


def _pipeline_options(known: PipelineMap, given: PlanInput) -> OptionMap:
    lacking = Lacking(
        "The pipeline or record type has no counterpart in the other system.", _FIX.format(pair=given.pair.name)
    )
    return OptionMap(tuple((one.pipeline, one.record_type) for one in known.pipelines), lacking=lacking)


def _stage_options(known: PipelineMap, staged: StagedFields, given: PlanInput) -> OptionMap:
    here = known.of_stage(_shown(given, Side.HUBSPOT, staged.stage))
    there = known.of_record_type(_shown(given, Side.SALESFORCE, staged.record_type_field))
    lacking = Lacking(_why_lacking(here, there, given), _FIX.format(pair=given.pair.name))
    return StageOptions(_pairs(here), lacking=lacking, to_hubspot=_pairs(there))


def _why_lacking(here: MappedPipeline | None, there: MappedPipeline | None, given: PlanInput) -> str:
    if given.salesforce is not None and there is None:
        return "No HubSpot pipeline stands for the record type, so its stage has none either."
    if given.salesforce is None and here is None:
        return "No Salesforce record type or stage stands for HubSpot's pipeline and stage."
    return "The stage has no counterpart in the pipeline of the other system."


def _pairs(pipeline: MappedPipeline | None) -> tuple[tuple[str, str], ...]:
    return tuple((one.hubspot, one.salesforce) for one in pipeline.stages) if pipeline is not None else ()


def _shown(given: PlanInput, side: Side, name: str) -> Value:
    record = given.hubspot if side is Side.HUBSPOT else given.salesforce
    return record.values.get(name) if record is not None else None


def with_stage(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """The plan in which what is written to HubSpot is a stage of the pipeline, with that pipeline."""
    known, staged = given.pair.pipelines, given.pair.object_pair.staged
    if known is None or staged is None or not plan.writes[Side.HUBSPOT].keys() & {staged.pipeline, staged.stage}:
        return plan
    pipeline = known.of_pipeline(_pipeline_after(plan, known, staged, given))
    stage = pipeline.stage_for(_stage_after(plan, staged, given)) if pipeline is not None else None
    if pipeline is None or stage is None:
        return _without_stage(plan, staged, given)
    return _with_closing_date(_placed(plan, pipeline, stage, given), stage, given)


def _pipeline_after(plan: RecordPlan, known: PipelineMap, staged: StagedFields, given: PlanInput) -> Value:
    """Where the record will be in HubSpot. That of a stage to be written counts where no record type tells."""
    written = plan.writes[Side.HUBSPOT]
    if staged.pipeline in written:
        return written[staged.pipeline]
    keeps = staged.record_type_field in plan.writes[Side.SALESFORCE]
    place = known.of_stage(_shown(given, Side.HUBSPOT, staged.stage) if keeps else written[staged.stage])
    return place.pipeline if place is not None else None


def _stage_after(plan: RecordPlan, staged: StagedFields, given: PlanInput) -> Value:
    """What Salesforce will show."""
    written = plan.writes[Side.SALESFORCE]
    return written.get(staged.stage_field, _shown(given, Side.SALESFORCE, staged.stage_field))


def _placed(plan: RecordPlan, pipeline: MappedPipeline, stage: MappedStage, given: PlanInput) -> RecordPlan:
    staged = given.pair.object_pair.staged
    mapping = next((one for one in given.pair.mappings if staged and one.hubspot == staged.stage), None)
    if staged is None or mapping is None:
        return plan
    written = {**plan.writes[Side.HUBSPOT], staged.pipeline: pipeline.pipeline, staged.stage: stage.hubspot}
    keys = {**plan.keys, Side.HUBSPOT: {staged.pipeline: staged.stage, **plan.keys[Side.HUBSPOT]}}
    present = normal(shown(given, mapping, Side.HUBSPOT), mapping, Side.HUBSPOT, given)
    rest = [one for one in plan.entries if (one.side, one.field) != (Side.HUBSPOT, staged.stage)]
    told = [one for one in plan.entries if one not in rest and one.new == stage.hubspot]
    entry = Entry(Side.HUBSPOT, staged.stage, present, stage.hubspot, mapping.rule, Reason.WITH_STAGE)
    return replace(
        plan,
        writes={**plan.writes, Side.HUBSPOT: written},
        entries=(*rest, *(told or [entry])),
        base={**plan.base, staged.stage: BaseValue(stage.hubspot, _stage_after(plan, staged, given))},
        keys=keys,
    )


def _with_closing_date(plan: RecordPlan, stage: MappedStage, given: PlanInput) -> RecordPlan:
    """HubSpot keeps the date that it is given together with the stage."""
    staged = given.pair.object_pair.staged
    mapping = next((one for one in given.pair.mappings if staged and one.hubspot == staged.closed_at), None)
    if mapping is None or not stage.is_closed or mapping.hubspot in plan.writes[Side.HUBSPOT]:
        return plan
    present = normal(shown(given, mapping, Side.HUBSPOT), mapping, Side.HUBSPOT, given)
    if present is None:
        return plan
    entry = Entry(Side.HUBSPOT, mapping.hubspot, present, present, mapping.rule, Reason.WITH_STAGE)
    kept = {mapping.hubspot: wire_value(present, Side.HUBSPOT, mapping.hubspot_type)}
    written = {**plan.writes[Side.HUBSPOT], **kept}
    return replace(plan, writes={**plan.writes, Side.HUBSPOT: written}, entries=(*plan.entries, entry))


def _without_stage(plan: RecordPlan, staged: StagedFields, given: PlanInput) -> RecordPlan:
    """Both wait, with the bases that they had."""
    before = given.link.base if given.link is not None else {}
    keys = [name for name in (staged.pipeline, staged.stage) if name in plan.writes[Side.HUBSPOT]]
    base = {name: value for name, value in plan.base.items() if name not in keys}
    obstacle = Obstacle(
        "The stage has no counterpart in HubSpot's pipeline.",
        _FIX.format(pair=given.pair.name),
        Category.PROPERTY_VALUES,
    )
    return replace(
        plan.without(Side.HUBSPOT, keys),
        base={**base, **{name: before[name] for name in keys if name in before}},
        parked={**plan.parked, staged.stage: obstacle},
    )
