"""Reads what both CRMs have set up for records that move through stages, and creates in HubSpot what stands for
nothing there yet: a pipeline for each record type, a stage for each of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crmsync.core.exchange import ExchangeRate
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.object_pair import ObjectPair
from crmsync.core.org_metadata import MASTER_RECORD_TYPE, OrgMetadata, RecordType
from crmsync.core.parameters.compile import GLOBAL
from crmsync.core.parameters.compile_pair import pipelines_parameter
from crmsync.core.parameters.documents import Document, read_document
from crmsync.core.parameters.pipelines import pipeline_refusals, wanted_stages
from crmsync.core.parameters.settings import global_settings
from crmsync.core.pipeline import NewStage, Pipeline
from crmsync.core.pipeline_map import NO_RECORD_TYPE, StagedFields
from crmsync.core.processes import OfferedStage, Process, Processes, Wanted
from crmsync.ports.budget import CrmAccess
from crmsync.ports.telemetry import Telemetry

ONLY_PROCESS = "Salesforce"
"""The pipeline of an org without record types."""

PER_CENT = 100


def prepare_pipelines(
    pairs: Sequence[ObjectPair], texts: Mapping[str, str], access: CrmAccess, telemetry: Telemetry
) -> dict[str, Processes]:
    """By pair, what there is then. `texts` are the parameters'; while they forbid writes nothing is created."""
    known = _read_processes(pairs, texts, access)
    if global_settings(_document(GLOBAL, texts)).holds_writes:
        return known
    own = {pair.name: pair for pair in pairs if pair.name in known}
    return {
        name: _with_lacking(pair, _document(pipelines_parameter(pair), texts), known[name], access, telemetry)
        for name, pair in own.items()
    }


def _document(parameter: str, texts: Mapping[str, str]) -> Document:
    """One that cannot be read counts as not there: the compilation refuses it."""
    return read_document(parameter, texts.get(parameter, "{}"))[0] or {}


def _read_processes(pairs: Sequence[ObjectPair], texts: Mapping[str, str], access: CrmAccess) -> dict[str, Processes]:
    """By pair, of those that move through stages: a call for all, one more a pair, and one a record type; and one more
    where amounts are converted.
    """
    staged = {pair.name: (pair.hubspot_type, pair.staged) for pair in pairs if pair.staged is not None}
    if not staged:
        return {}
    converting = {pair.name for pair in pairs if _converts(pair, texts)}
    metadata = access.salesforce.org_metadata([fields.object_type for _, fields in staged.values()])
    return {
        name: Processes(
            tuple(access.hubspot.pipelines(hubspot_type)),
            tuple(_processes(fields, metadata, access)),
            tuple(_rates(metadata, access)) if name in converting else (),
        )
        for name, (hubspot_type, fields) in staged.items()
    }


def _converts(pair: ObjectPair, texts: Mapping[str, str]) -> bool:
    """Whether there are currencies to be converted, by the setting."""
    return pair.money is not None and _document(pair.parameter, texts).get("convert_amounts_to") is not None


def _rates(metadata: OrgMetadata, access: CrmAccess) -> Iterator[ExchangeRate]:
    """Dated rates go before those of the currencies, in the orgs that have them."""
    active = {one.code: one for one in metadata.currencies if one.is_active}
    yield from (ExchangeRate(one.code, one.rate, one.decimals) for one in active.values())
    dated = access.salesforce.dated_rates() if active else ()
    yield from (one._replace(decimals=active[one.code].decimals) for one in dated if one.code in active)


def _processes(fields: StagedFields, metadata: OrgMetadata, access: CrmAccess) -> Iterator[Process]:
    known = {one.value: one for one in _all_stages(fields.object_type, metadata)}
    none = RecordType(MASTER_RECORD_TYPE, fields.object_type, "", ONLY_PROCESS)
    own = [one for one in metadata.record_types if one.object_type == fields.object_type and one.is_active]
    for one in (*own, none):
        offered = access.salesforce.offered_values(fields.object_type, one.id, fields.stage_field)
        stages = tuple(known.get(value, OfferedStage(value, NewStage(value))) for value in offered)
        record_type = NO_RECORD_TYPE if one is none else one.id
        yield Process(record_type, one.developer_name, one.name, stages)


def _all_stages(object_type: str, metadata: OrgMetadata) -> Iterator[OfferedStage]:
    if object_type == "Opportunity":
        for stage in metadata.stages:
            probability = _probability(stage.probability, stage.is_closed, stage.is_won)
            yield OfferedStage(stage.value, NewStage(stage.label, stage.is_closed, probability))
    elif object_type == "Case":
        for status in metadata.case_statuses:
            yield OfferedStage(status.value, NewStage(status.label, status.is_closed))


def _probability(per_cent: float, is_closed: bool, is_won: bool) -> float:
    """HubSpot takes a stage of probability 1.0 for won and of 0.0 for lost, and no other for closed."""
    if is_closed:
        return 1.0 if is_won else 0.0
    return min(max(round(per_cent / PER_CENT, 2), 0.01), 0.99)


def _with_lacking(
    pair: ObjectPair, document: Document, known: Processes, access: CrmAccess, telemetry: Telemetry
) -> Processes:
    """`known` with what was created. What HubSpot refuses (a portal may have so many pipelines) stays lacking, and the
    records concerned say so. Raises CrmError where HubSpot does not answer.
    """
    if any(pipeline_refusals(pair.name, document, known)):
        return known
    for wanted in wanted_stages(document, known):
        try:
            known = _created(pair.hubspot_type, wanted, known, access)
        except CrmError as error:
            if error.failure.consequence not in {Consequence.REJECTED_RECORD, Consequence.BAD_CONFIGURATION}:
                raise
            telemetry.note("pipeline not created", pair=pair.name, category=error.failure.category)
    return known


def _created(hubspot_type: str, wanted: Wanted, known: Processes, access: CrmAccess) -> Processes:
    if wanted.pipeline is None:
        made = access.hubspot.create_pipeline(hubspot_type, wanted.label, wanted.stages)
        return replace(known, pipelines=(*known.pipelines, made))
    pipeline = wanted.pipeline
    for stage in wanted.stages:
        made_stage = access.hubspot.create_stage(hubspot_type, pipeline, stage)
        pipeline = replace(pipeline, stages=(*pipeline.stages, made_stage))
    return replace(known, pipelines=tuple(_in_place(known.pipelines, pipeline)))


def _in_place(pipelines: Sequence[Pipeline], changed: Pipeline) -> Iterator[Pipeline]:
    yield from (changed if one.id == changed.id else one for one in pipelines)
