"""Which pipeline stands for which record type: from `pipelines/<pair>` and the same labels, checked against both CRMs.

What the parameter does not name goes by label: a record type with the pipeline of its name, a stage with the stage of
its name in that pipeline. What has none is created in HubSpot, unless `create_missing` is false.

A stage's label in Salesforce is what people read; the API name, which the label was before it was changed, is what
records bear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crmsync.core.lifecycle import Standing
from crmsync.core.parameters.documents import Document, did_you_mean, pointer
from crmsync.core.pipeline import NewStage, Pipeline, Stage
from crmsync.core.pipeline_map import MappedPipeline, MappedStage, PipelineMap
from crmsync.core.processes import OfferedStage, Process, Processes, Wanted
from crmsync.core.refusal import Refusal


class _Entry(NamedTuple):
    """One entry of the document, and what it names, as far as it exists."""

    place: tuple[str | int, ...]
    pipeline: Pipeline | None
    process: Process | None
    stages: Mapping[str, str]


@dataclass(slots=True)
class _Pairing:
    """A process with its pipeline, if there is one; `chosen` are HubSpot's stages by id, with the value that they
    stand for.
    """

    process: Process
    pipeline: Pipeline | None
    chosen: dict[str, str] = field(default_factory=dict)

    def mapped(self) -> Iterator[MappedStage]:
        stages = {one.id: one for one in self.pipeline.stages} if self.pipeline is not None else {}
        values = {one.value: one.stage for one in self.process.stages}
        for one, value in self.chosen.items():
            yield MappedStage(one, value, stages[one].is_closed, _standing(values.get(value)))
        for offered, stage in self._by_label():
            if stage is not None:
                yield MappedStage(stage.id, offered.value, stage.is_closed, _standing(offered.stage))

    def lacking(self) -> tuple[NewStage, ...]:
        return tuple(offered.stage for offered, stage in self._by_label() if stage is None)

    def _by_label(self) -> Iterator[tuple[OfferedStage, Stage | None]]:
        """The offered stages that the parameter does not name, each with HubSpot's stage of that label. Where there is
        none, with that of its API name: records that were synced before Salesforce's label was changed are in it.
        """
        own = self.pipeline.stages if self.pipeline is not None else ()
        free = {one.label.casefold(): one for one in own if one.id not in self.chosen}
        rest = [one for one in self.process.stages if one.value not in self.chosen.values()]
        labels = {one.label.casefold() for one in rest}
        former = {name: stage for name, stage in free.items() if name not in labels}
        for offered in rest:
            yield offered, free.get(offered.label.casefold()) or former.get(offered.value.casefold())


def _standing(stage: NewStage | None) -> str:
    """Only stages of opportunities have a probability."""
    if stage is None or stage.probability is None:
        return ""
    return Standing.of(is_closed=stage.is_closed, is_won=stage.probability == 1.0).value


def pipeline_map(document: Document, known: Processes) -> PipelineMap:
    """As far as pipelines and stages exist."""
    found = [one for one in _pairings(document, known) if one.pipeline is not None]
    return PipelineMap(
        tuple(
            MappedPipeline(one.pipeline.id, one.process.record_type, tuple(one.mapped()))
            for one in found
            if one.pipeline is not None
        )
    )


def wanted_stages(document: Document, known: Processes) -> Iterator[Wanted]:
    """What is to be created in HubSpot."""
    if document.get("create_missing", True):
        for one in _pairings(document, known):
            lacking = one.lacking()
            if lacking:
                yield Wanted(one.process.label, lacking, one.pipeline)


def _pairings(document: Document, known: Processes) -> list[_Pairing]:
    pairings = [
        _Pairing(one.process, one.pipeline, _chosen(one.pipeline, one.process, one.stages))
        for one in _entries(document, known)
        if one.process is not None and one.pipeline is not None
    ]
    named = {one.process.record_type for one in pairings}
    taken = {one.pipeline.id for one in pairings if one.pipeline is not None}
    free = {one.label.casefold(): one for one in known.pipelines if one.id not in taken}
    rest = [one for one in known.processes if one.record_type not in named and not _is_only_named(one, known)]
    return [*pairings, *(_Pairing(one, free.get(one.label.casefold())) for one in rest)]


def _is_only_named(process: Process, known: Processes) -> bool:
    """In an org with record types, those without are left to the parameter."""
    return not process.record_type and len(known.processes) > 1


def _chosen(pipeline: Pipeline, process: Process, stages: Mapping[str, str]) -> dict[str, str]:
    """HubSpot's stages by id, as far as both exist."""
    named = ((_stage(pipeline, name), process.offered(wanted)) for name, wanted in stages.items())
    return {stage.id: offered.value for stage, offered in named if stage is not None and offered is not None}


def _entries(document: Document, known: Processes) -> list[_Entry]:
    return [
        _Entry(("pipelines", place), _pipeline(known, one["hubspot"]), _process(known, one), one.get("stages", {}))
        for place, one in enumerate(document.get("pipelines", ()))
    ]


def _pipeline(known: Processes, name: str) -> Pipeline | None:
    return next((one for one in known.pipelines if name in {one.id, one.label}), None)


def _stage(pipeline: Pipeline, name: str) -> Stage | None:
    return next((one for one in pipeline.stages if name in {one.id, one.label}), None)


def _process(known: Processes, entry: Mapping[str, Any]) -> Process | None:
    wanted = entry.get("record_type") or ""
    return next((one for one in known.processes if wanted in {one.record_type, one.developer_name}), None)


def pipeline_refusals(parameter: str, document: Document, known: Processes) -> Iterator[Refusal]:
    """What the parameter names and neither CRM has, and what it names twice."""
    entries = _entries(document, known)
    for entry, said in zip(entries, document.get("pipelines", ()), strict=True):
        if entry.pipeline is None:
            labels = [one.label for one in known.pipelines]
            yield _unknown(parameter, (*entry.place, "hubspot"), "HubSpot has no pipeline", said["hubspot"], labels)
        if entry.process is None:
            names, place = [one.developer_name for one in known.processes], (*entry.place, "record_type")
            yield _unknown(parameter, place, "Salesforce has no active record type", said["record_type"], names)
        if entry.pipeline is not None and entry.process is not None:
            yield from _stage_refusals(parameter, entry, entry.pipeline, entry.process)
    pipelines = [None if one.pipeline is None else one.pipeline.id for one in entries]
    yield from _doubles(parameter, entries, "hubspot", pipelines)
    types = [None if one.process is None else one.process.record_type for one in entries]
    yield from _doubles(parameter, entries, "record_type", types)


def _stage_refusals(parameter: str, entry: _Entry, pipeline: Pipeline, process: Process) -> Iterator[Refusal]:
    for name, value in entry.stages.items():
        place = (*entry.place, "stages", name)
        if _stage(pipeline, name) is None:
            known = [one.label for one in pipeline.stages]
            yield _unknown(parameter, place, f"HubSpot's pipeline {pipeline.label} has no stage", name, known)
        if process.offered(value) is None:
            labels = [one.label for one in process.stages]
            yield _unknown(parameter, place, f"Salesforce's {process.label} offers no stage", value, labels)


def _unknown(parameter: str, place: tuple[str | int, ...], what: str, name: str, known: Iterable[str]) -> Refusal:
    listed = [one for one in known if one]
    there = f"There are: {', '.join(listed)}." if listed else "There is none."
    fix = f"Create it, or correct the name.{did_you_mean(name, listed)} {there}"
    return Refusal(parameter, pointer(place), f"{what} {name}.", fix)


def _doubles(parameter: str, entries: list[_Entry], key: str, named: list[str | None]) -> Iterator[Refusal]:
    for place, (entry, name) in enumerate(zip(entries, named, strict=True)):
        if name is not None and name in named[:place]:
            reason = f"It is mapped at {pointer(entries[named.index(name)].place)} already."
            yield Refusal(parameter, pointer((*entry.place, key)), reason, "Remove one of the two.")
