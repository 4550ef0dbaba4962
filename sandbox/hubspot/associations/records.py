"""The associations of one record."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.graph import End
from sandbox.hubspot.associations.linking import key_of, link, link_unlabelled, live_end, unlink
from sandbox.hubspot.associations.types import AssociationType
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.shapes import Json, batch_json, page_json
from sandbox.hubspot.routing import Call, Route


def types_json(types: Iterable[AssociationType]) -> list[Json]:
    return [{"category": one.key.category, "typeId": one.key.number, "label": one.label} for one in types]


def default_json(call: Call, start: End, end: End) -> Json:
    key = call.portal.associations.types.unlabelled(start[0], end[0]).key
    spec = {"associationCategory": key.category, "associationTypeId": key.number}
    return {"from": {"id": str(start[1])}, "to": {"id": str(end[1])}, "associationSpec": spec}


def id_json(call: Call, number: int) -> str | int:
    """The far end of an association, as reads show it."""
    return number if call.portal.settings.association_ids_are_numbers else str(number)


def labels_json(call: Call, start: End, end: End) -> Json:
    linked = dict(call.portal.associations.of(start, end[0]))
    return {
        "fromObjectTypeId": start[0],
        "fromObjectId": str(start[1]),
        "toObjectTypeId": end[0],
        "toObjectId": str(end[1]),
        "labels": [one.label for one in linked.get(end[1], ()) if one.label is not None],
    }


def _both_ends(call: Call) -> tuple[End, End]:
    params = call.params
    start = live_end(call.portal, params["objectType"], params["objectId"])
    return start, live_end(call.portal, params["toObjectType"], params["toObjectId"])


def associate_default(call: Call) -> Response:
    start, end = _both_ends(call)
    link_unlabelled(call.portal, call.author, start, end)
    results = [default_json(call, start, end), default_json(call, end, start)]
    return json_response(200, batch_json(results, [], call.portal.now_ms()))


def associate(call: Call) -> Response:
    start, end = _both_ends(call)
    asked = call.request.json()
    if not isinstance(asked, list) or not asked:
        raise ValidationError("Invalid JSON input: a list of association types was expected")
    types = call.portal.associations.types
    for one in [types.found(start[0], end[0], key_of(kind)) for kind in asked]:
        link(call.portal, call.author, start, end, one)
    return json_response(201, labels_json(call, start, end))


def dissociate(call: Call) -> Response:
    unlink(call.portal, call.author, *_both_ends(call))
    return Response(204)


def list_associations(call: Call) -> Response:
    start = live_end(call.portal, call.params["objectType"], call.params["objectId"])
    linked = call.portal.associations.of(start, call.portal.type_id(call.params["toObjectType"]))
    limit, at = call.limit(500, 500), int(call.request.param("after") or 0)
    page = linked[at : at + limit]
    results = [{"toObjectId": id_json(call, number), "associationTypes": types_json(types)} for number, types in page]
    return json_response(200, page_json(results, str(at + limit) if at + limit < len(linked) else None))


READ = "crm.objects.{objectType}.read"
WRITE = "crm.objects.{objectType}.write"
_V4 = ("v4",)
_OF = "crm/objects/{objectType}/{objectId}/associations"

ROUTES = (
    Route("PUT", _OF + "/default/{toObjectType}/{toObjectId}", associate_default, WRITE, _V4),
    Route("PUT", _OF + "/{toObjectType}/{toObjectId}", associate, WRITE, _V4),
    Route("DELETE", _OF + "/{toObjectType}/{toObjectId}", dissociate, WRITE, _V4),
    Route("GET", _OF + "/{toObjectType}", list_associations, READ, _V4),
)
