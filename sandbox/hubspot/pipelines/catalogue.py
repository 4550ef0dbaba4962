"""The pipelines of one portal. A record's stage is one of its pipeline's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sandbox.hubspot.errors import NotFoundError, ValidationError, VendorError
from sandbox.hubspot.objects.schema import Option
from sandbox.hubspot.pipelines.pipeline import Pipeline, Stage
from sandbox.hubspot.pipelines.standard import STANDARD

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

FIRST_ID = 750_001


class StageFields(NamedTuple):
    """The properties in which a record of the type has its pipeline and its stage."""

    pipeline: str
    stage: str


CUSTOM = StageFields("hs_pipeline", "hs_pipeline_stage")
FIELDS = {"0-3": StageFields("pipeline", "dealstage"), "0-5": CUSTOM}


class PipelineCatalogue:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._pipelines: dict[str, dict[str, Pipeline]] = {}
        self._next_id = FIRST_ID

    def plant(self) -> None:
        """The pipelines that every portal has from the start."""
        for type_id, pipeline in STANDARD.items():
            self._pipelines[type_id] = {pipeline.id: pipeline.copy()}
            self._show(type_id)

    def fields(self, type_id: str) -> StageFields | None:
        """None for a type without pipelines."""
        return FIELDS.get(type_id) or (CUSTOM if self._pipelines.get(type_id) else None)

    def live(self, type_id: str) -> list[Pipeline]:
        """In the order in which they are shown."""
        found = [one for one in self._pipelines.get(type_id, {}).values() if not one.archived]
        return sorted(found, key=lambda one: (one.display_order, one.label))

    def found(self, type_id: str, pipeline_id: str) -> Pipeline:
        """Raises 404, also for an archived one."""
        pipeline = self._pipelines.get(type_id, {}).get(pipeline_id)
        if pipeline is None or pipeline.archived:
            raise NotFoundError(f"Pipeline {pipeline_id} does not exist")
        return pipeline

    def stage(self, type_id: str, pipeline_id: str, stage_id: str) -> Stage:
        """Raises 404, also for an archived one."""
        stage = self.found(type_id, pipeline_id).stages.get(stage_id)
        if stage is None or stage.archived:
            raise NotFoundError(f"Pipeline stage {stage_id} does not exist")
        return stage

    def create(self, type_id: str, body: Mapping[str, Any]) -> Pipeline:
        """Raises 400 for a pipeline without stages, 409 for a label that is taken."""
        label = _label(body)
        if any(one.label.lower() == label.lower() for one in self.live(type_id)):
            raise VendorError(409, "CONFLICT", f"A pipeline with the label {label} already exists")
        stages = body.get("stages")
        if not isinstance(stages, list) or not stages:
            raise ValidationError("A pipeline needs at least one stage")
        now = self._portal.now_ms()
        pipeline = Pipeline(self._id(), label, int(body.get("displayOrder", 0)), now, now)
        for one in stages:
            self._add_stage(type_id, pipeline, one)
        self._pipelines.setdefault(type_id, {})[pipeline.id] = pipeline
        self._show(type_id)
        return pipeline

    def create_stage(self, type_id: str, pipeline: Pipeline, body: Mapping[str, Any]) -> Stage:
        stage = self._add_stage(type_id, pipeline, body)
        self._show(type_id)
        return stage

    def change(self, type_id: str, changed: Pipeline | Stage, body: Mapping[str, Any]) -> None:
        """Label, order, metadata, or out of the archive and into it. Raises 400 for a bad probability."""
        if isinstance(changed, Stage) and "metadata" in body:
            changed.metadata = _metadata(type_id, {**changed.metadata, **body["metadata"]})
        changed.label = str(body.get("label", changed.label))
        changed.display_order = int(body.get("displayOrder", changed.display_order))
        changed.archived = bool(body.get("archived", changed.archived))
        changed.updated_at = self._portal.now_ms()
        self._show(type_id)

    def archive(self, type_id: str, archived: Pipeline | Stage, *, unless_used: bool) -> None:
        """Raises 400 when it is in use and that is to be respected."""
        if unless_used and self._is_used(type_id, archived):
            raise ValidationError(f"{archived.label} cannot be deleted because records are in it")
        self.change(type_id, archived, {"archived": True})

    def _is_used(self, type_id: str, one: Pipeline | Stage) -> bool:
        fields = self.fields(type_id)
        name = "" if fields is None else fields.stage if isinstance(one, Stage) else fields.pipeline
        records = self._portal.store(type_id).records.values()
        return any(record.values.get(name) == one.id and not record.archived for record in records)

    def _add_stage(self, type_id: str, pipeline: Pipeline, body: Mapping[str, Any]) -> Stage:
        label = _label(body)
        if any(one.label.lower() == label.lower() for one in pipeline.live_stages()):
            raise VendorError(409, "CONFLICT", f"A stage with the label {label} already exists in this pipeline")
        now = self._portal.now_ms()
        metadata = _metadata(type_id, body.get("metadata") or {})
        stage = Stage(self._id(), label, int(body.get("displayOrder", 0)), metadata, now, now)
        pipeline.stages[stage.id] = stage
        return stage

    def _id(self) -> str:
        self._next_id += 1
        return str(self._next_id)

    def _show(self, type_id: str) -> None:
        """The two properties list what is live as their options."""
        object_type, fields = self._portal.store(type_id).object_type, self.fields(type_id)
        if fields is None or fields.pipeline not in object_type.properties:
            return
        pipelines = self.live(type_id)
        stages = [stage for pipeline in pipelines for stage in pipeline.live_stages()]
        for name, listed in ((fields.pipeline, _options(pipelines)), (fields.stage, _options(stages))):
            object_type.properties[name] = replace(object_type.properties[name], options=listed)


def _options(listed: Sequence[Pipeline | Stage]) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.label, order) for order, one in enumerate(listed))


def _label(body: Mapping[str, Any]) -> str:
    label = str(body.get("label") or "")
    if not label:
        raise ValidationError("Some required fields were not set: [label]")
    return label


def _metadata(type_id: str, given: Mapping[str, Any]) -> dict[str, str]:
    """A deal's stage needs its probability; everything is text, whatever was sent."""
    metadata = {name: _text(value) for name, value in given.items()}
    if type_id != "0-3":
        return metadata
    try:
        probability = float(metadata["probability"])
    except (KeyError, ValueError) as error:
        raise ValidationError("A deal stage needs the metadata probability, from 0.0 to 1.0") from error
    if not 0 <= probability <= 1:
        raise ValidationError(f"probability {probability} must be from 0.0 to 1.0")
    return {**metadata, "isClosed": _text(probability in {0.0, 1.0})}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
