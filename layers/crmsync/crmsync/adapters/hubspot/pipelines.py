"""Pipelines and their stages. See https://developers.hubspot.com/docs/api-reference/crm-pipelines-v3/guide"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.pipeline import NewStage, Pipeline, Stage

LAST = 1_000
"""Where the display order puts what is new: behind all that people arranged."""


def read_pipelines(api: HubspotApi, object_type: str) -> list[Pipeline]:
    answer = api.get(api.paths.pipelines(object_type), "pipelines")
    live = [found for found in answer.get("results") or () if not found.get("archived")]
    return [_pipeline(found) for found in sorted(live, key=_place)]


def create_pipeline(api: HubspotApi, object_type: str, label: str, stages: Sequence[NewStage]) -> Pipeline:
    body = {
        "label": label,
        "displayOrder": LAST,
        "stages": [_input(stage, object_type, place) for place, stage in enumerate(stages)],
    }
    return _pipeline(api.edit("POST", api.paths.pipelines(object_type), body, "create_pipeline"))


def create_stage(api: HubspotApi, object_type: str, pipeline: Pipeline, stage: NewStage) -> Stage:
    path = f"{api.paths.pipelines(object_type)}/{pipeline.id}/stages"
    return _stage(api.edit("POST", path, _input(stage, object_type, LAST), "create_stage"))


def _input(stage: NewStage, object_type: str, place: int) -> dict[str, Any]:
    """HubSpot wants texts in the metadata, and a probability of every stage of a deal."""
    if object_type == "deal":
        metadata = {"probability": str(stage.probability if stage.probability is not None else 0.0)}
    else:
        metadata = {"ticketState": "CLOSED" if stage.is_closed else "OPEN"}
    return {"label": stage.label, "displayOrder": place, "metadata": metadata}


def _pipeline(found: Mapping[str, Any]) -> Pipeline:
    stages = [stage for stage in found.get("stages") or () if not stage.get("archived")]
    return Pipeline(str(found["id"]), str(found["label"]), tuple(_stage(stage) for stage in sorted(stages, key=_place)))


def _stage(found: Mapping[str, Any]) -> Stage:
    metadata: Mapping[str, Any] = found.get("metadata") or {}
    text = metadata.get("probability")
    probability = float(text) if text not in {None, ""} else None
    is_closed = str(metadata.get("isClosed")).lower() == "true" or metadata.get("ticketState") == "CLOSED"
    return Stage(str(found["id"]), str(found["label"]), is_closed or probability in {0.0, 1.0}, probability)


def _place(found: Mapping[str, Any]) -> tuple[int, str]:
    """HubSpot shows equal places by label."""
    return int(found.get("displayOrder") or 0), str(found.get("label"))
