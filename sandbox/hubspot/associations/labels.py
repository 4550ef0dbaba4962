"""The association types of two object types, and labels of the portal's own."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.records import types_json
from sandbox.hubspot.associations.types import USER, TypeKey
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.routing import Call, Route


def _ends(call: Call) -> tuple[str, str]:
    portal, params = call.portal, call.params
    return portal.type_id(params["fromObjectType"]), portal.type_id(params["toObjectType"])


def list_labels(call: Call) -> Response:
    return json_response(200, {"results": types_json(call.portal.associations.types.between(*_ends(call)))})


def create_label(call: Call) -> Response:
    """The two directions of a new label; without `inverseLabel` both have the same words."""
    body = call.body()
    name, label = str(body.get("name") or ""), str(body.get("label") or "")
    if not name or not label:
        raise ValidationError("Some required fields were not set: [name, label]")
    labels = (label, str(body.get("inverseLabel") or label))
    made = call.portal.associations.types.add_label(*_ends(call), name, labels)
    return json_response(200, {"results": types_json(made)})


def drop_label(call: Call) -> Response:
    start, end = _ends(call)
    types = call.portal.associations.types
    types.drop_label(types.found(start, end, TypeKey(USER, int(call.params["associationTypeId"]))))
    return Response(204)


READ = "crm.objects.{fromObjectType}.read"
WRITE = "crm.objects.{fromObjectType}.write"
_LABELS = "crm/associations/{fromObjectType}/{toObjectType}/labels"

ROUTES = (
    Route("GET", _LABELS, list_labels, READ, ("v4",)),
    Route("POST", _LABELS, create_label, WRITE, ("v4",)),
    Route("DELETE", _LABELS + "/{associationTypeId}", drop_label, WRITE, ("v4",)),
)
