"""How many records of one type a record may be associated with, as the account's administrator sets it."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.linking import key_of
from sandbox.hubspot.associations.types import AssociationType
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.shapes import Json, batch_json
from sandbox.hubspot.routing import Call, Route


def _ends(call: Call) -> tuple[str, str]:
    portal, params = call.portal, call.params
    return portal.type_id(params["fromObjectType"]), portal.type_id(params["toObjectType"])


def _named(call: Call) -> list[tuple[AssociationType, Json]]:
    """The association types that the rows of the body name. Raises 400."""
    rows = call.body().get("inputs")
    if not isinstance(rows, list) or not rows:
        raise ValidationError("inputs may not be empty")
    types = call.portal.associations.types
    keys = [key_of({"associationCategory": row.get("category"), "associationTypeId": row["typeId"]}) for row in rows]
    return [(types.found(*_ends(call), key), row) for key, row in zip(keys, rows, strict=True)]


def _json(one: AssociationType, most: int) -> Json:
    return {
        "category": one.key.category,
        "typeId": one.key.number,
        "label": one.label,
        "userEnforcedMaxToObjectIds": most,
    }


def list_limits(call: Call) -> Response:
    limits, ends = call.portal.associations.limits, _ends(call)
    return json_response(200, {"results": [_json(one, most) for one, most in limits.items() if ends == _of(one)]})


def _of(one: AssociationType) -> tuple[str, str]:
    return one.start, one.end


def set_limits(call: Call) -> Response:
    named = [(one, int(row["maxToObjectIds"])) for one, row in _named(call)]
    if any(most < 1 for _, most in named):
        raise ValidationError("maxToObjectIds must be 1 at least")
    call.portal.associations.limits.update(named)
    results = [_json(one, most) for one, most in named]
    return json_response(200, batch_json(results, [], call.portal.now_ms()))


def drop_limits(call: Call) -> Response:
    for one, _ in _named(call):
        call.portal.associations.limits.pop(one, None)
    return Response(204)


READ = "crm.objects.{fromObjectType}.read"
WRITE = "crm.objects.{fromObjectType}.write"
_LIMITS = "crm/associations/definitions/configurations/{fromObjectType}/{toObjectType}"

ROUTES = (
    Route("GET", _LIMITS, list_limits, READ, ("v4",)),
    Route("POST", _LIMITS + "/batch/create", set_limits, WRITE, ("v4",)),
    Route("POST", _LIMITS + "/batch/update", set_limits, WRITE, ("v4",)),
    Route("POST", _LIMITS + "/batch/purge", drop_limits, WRITE, ("v4",)),
)
