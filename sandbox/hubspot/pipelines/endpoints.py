"""`/crm/…/pipelines/{objectType}` with the stages of each pipeline."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.shapes import Json
from sandbox.hubspot.pipelines.catalogue import PipelineCatalogue
from sandbox.hubspot.pipelines.pipeline import Pipeline, Stage
from sandbox.hubspot.routing import Call, Route
from sandbox.hubspot.timestamps import iso_of

CHECKS_USE_SINCE = "2026-09"
_FLAGS = ("validateReferencesBeforeDelete", "validateDealStageUsagesBeforeDelete")


def _catalogue(call: Call) -> tuple[PipelineCatalogue, str]:
    """The pipelines and the object type id. Raises 400 for a type that has none."""
    portal = call.portal
    type_id = portal.type_id(call.params["objectType"])
    if portal.pipelines.fields(type_id) is None and not type_id.startswith("2-"):
        raise ValidationError(f"Object type {type_id} does not support pipelines")
    return portal.pipelines, type_id


def _pipeline(call: Call) -> Pipeline:
    catalogue, type_id = _catalogue(call)
    return catalogue.found(type_id, call.params["pipelineId"])


def _stage(call: Call) -> Stage:
    catalogue, type_id = _catalogue(call)
    return catalogue.stage(type_id, call.params["pipelineId"], call.params["stageId"])


def _pipeline_json(call: Call, pipeline: Pipeline) -> Json:
    return {**_common_json(pipeline), "stages": [_stage_json(call, stage) for stage in pipeline.live_stages()]}


def _stage_json(call: Call, stage: Stage) -> Json:
    return {
        **_common_json(stage),
        "metadata": {name: value for name, value in stage.metadata.items() if name not in _untold(call, stage)},
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
    }


def _untold(call: Call, stage: Stage) -> set[str]:
    is_told = call.portal.settings.deal_stages_tell_closed or "probability" not in stage.metadata
    return set() if is_told else {"isClosed"}


def _common_json(one: Pipeline | Stage) -> Json:
    shown = {
        "id": one.id,
        "label": one.label,
        "displayOrder": one.display_order,
        "archived": one.archived,
        "createdAt": iso_of(one.created_at),
        "updatedAt": iso_of(one.updated_at),
    }
    return {**shown, "archivedAt": iso_of(one.updated_at)} if one.archived else shown


def list_pipelines(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    return json_response(200, {"results": [_pipeline_json(call, one) for one in catalogue.live(type_id)]})


def create_pipeline(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    return json_response(201, _pipeline_json(call, catalogue.create(type_id, call.body())))


def read_pipeline(call: Call) -> Response:
    return json_response(200, _pipeline_json(call, _pipeline(call)))


def update_pipeline(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    pipeline = _pipeline(call)
    catalogue.change(type_id, pipeline, call.body())
    return json_response(200, _pipeline_json(call, pipeline))


def archive_pipeline(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    catalogue.archive(type_id, _pipeline(call), unless_used=_checks_use(call))
    return Response(204)


def _checks_use(call: Call) -> bool:
    """Asked for by a flag; without one, the latest path family checks and the older ones do not."""
    asked = [call.flag(name) for name in _FLAGS if call.request.param(name) is not None]
    return any(asked) if asked else call.version >= CHECKS_USE_SINCE and not call.version.startswith("v")


def list_stages(call: Call) -> Response:
    return json_response(200, {"results": [_stage_json(call, stage) for stage in _pipeline(call).live_stages()]})


def create_stage(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    return json_response(201, _stage_json(call, catalogue.create_stage(type_id, _pipeline(call), call.body())))


def read_stage(call: Call) -> Response:
    return json_response(200, _stage_json(call, _stage(call)))


def update_stage(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    stage = _stage(call)
    catalogue.change(type_id, stage, call.body())
    return json_response(200, _stage_json(call, stage))


def archive_stage(call: Call) -> Response:
    catalogue, type_id = _catalogue(call)
    catalogue.archive(type_id, _stage(call), unless_used=_checks_use(call))
    return Response(204)


READ = "crm.objects.{objectType}.read"
WRITE = "crm.objects.{objectType}.write"
_ALL = "crm/pipelines/{objectType}"
_ONE = _ALL + "/{pipelineId}"
_STAGES = _ONE + "/stages"

ROUTES = (
    Route("GET", _ALL, list_pipelines, READ),
    Route("POST", _ALL, create_pipeline, WRITE),
    Route("GET", _ONE, read_pipeline, READ),
    Route("PATCH", _ONE, update_pipeline, WRITE),
    Route("DELETE", _ONE, archive_pipeline, WRITE),
    Route("GET", _STAGES, list_stages, READ),
    Route("POST", _STAGES, create_stage, WRITE),
    Route("GET", _STAGES + "/{stageId}", read_stage, READ),
    Route("PATCH", _STAGES + "/{stageId}", update_stage, WRITE),
    Route("DELETE", _STAGES + "/{stageId}", archive_stage, WRITE),
)
