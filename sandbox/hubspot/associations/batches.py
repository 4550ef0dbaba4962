"""Associations of many records a call: 1,000 are read, 2,000 written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.graph import End
from sandbox.hubspot.associations.linking import key_of, link, link_unlabelled, live_end, unlabel, unlink
from sandbox.hubspot.associations.records import default_json, id_json, labels_json, types_json
from sandbox.hubspot.associations.types import AssociationType
from sandbox.hubspot.errors import NotFoundError, ValidationError, VendorError
from sandbox.hubspot.objects.shapes import Json, batch_json
from sandbox.hubspot.routing import Call, Route

Input = Mapping[str, Any]


def _inputs(call: Call, maximum: int) -> list[Input]:
    inputs = call.body().get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise ValidationError("inputs may not be empty")
    if len(inputs) > maximum:
        raise ValidationError(f"The maximum number of inputs in a batch is {maximum}, received {len(inputs)}")
    return inputs


def _written(call: Call) -> list[Input]:
    return _inputs(call, call.portal.settings.association_write_limit)


def _types_of_path(call: Call) -> tuple[str, str]:
    portal, params = call.portal, call.params
    return portal.type_id(params["fromObjectType"]), portal.type_id(params["toObjectType"])


def read_batch(call: Call) -> Response:
    portal = call.portal
    from_type, to_type = _types_of_path(call)
    results, missing = [], []
    for one in _inputs(call, portal.settings.association_read_limit):
        linked = portal.associations.of((from_type, int(one["id"])), to_type)
        if linked or not portal.settings.no_associations_is_error:
            results.append(_page(call, one, linked))
        else:
            missing.append(str(one["id"]))
    return json_response(207 if missing else 200, batch_json(results, _none_found(missing), portal.now_ms()))


def _page(call: Call, asked: Input, linked: Sequence[tuple[int, list[AssociationType]]]) -> Json:
    """One record's associations, from the place on that its `after` names."""
    size, at = call.portal.settings.association_page, int(asked.get("after") or 0)
    to = [
        {"toObjectId": id_json(call, number), "associationTypes": types_json(types)}
        for number, types in linked[at : at + size]
    ]
    found: Json = {"from": {"id": str(asked["id"])}, "to": to}
    if at + size < len(linked):
        found["paging"] = {"next": {"after": str(at + size)}}
    return found


def _none_found(missing: list[str]) -> list[Json]:
    if not missing:
        return []
    error = NotFoundError(f"No association found for {', '.join(missing)}")
    return [{**error.in_batch({"fromObjectId": missing}), "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND"}]


def create_batch(call: Call) -> Response:
    def one_row(row: Input) -> Json:
        start, end = _ends(call, row["from"]["id"], row["to"]["id"])
        types = call.portal.associations.types
        for one in [types.found(start[0], end[0], key_of(kind)) for kind in row.get("types") or ()]:
            link(call.portal, call.author, start, end, one)
        return labels_json(call, start, end)

    return _each(call, one_row, call.portal.settings.association_create_status)


def associate_default_batch(call: Call) -> Response:
    def one_row(row: Input) -> Json:
        start, end = _ends(call, row["from"]["id"], row["to"]["id"])
        link_unlabelled(call.portal, call.author, start, end)
        return default_json(call, start, end)

    return _each(call, one_row, 200)


def _each(call: Call, one_row: Callable[[Input], Json], ok: int) -> Response:
    """A bad row fails alone (207), or the whole call before anything was written."""
    rows = _written(call)
    if not call.portal.settings.association_create_partial:
        for row in rows:
            _checked(call, row)
    results, errors = [], []
    for row in rows:
        try:
            results.append(one_row(row))
        except VendorError as error:
            context = {"fromObjectId": [str(row["from"]["id"])], "toObjectId": [str(row["to"]["id"])]}
            errors.append(error.in_batch(context))
    return json_response(207 if errors else ok, batch_json(results, errors, call.portal.now_ms()))


def _checked(call: Call, row: Input) -> None:
    start, end = _ends(call, row["from"]["id"], row["to"]["id"])
    for kind in row.get("types") or ():
        call.portal.associations.types.found(start[0], end[0], key_of(kind))


def _ends(call: Call, start_id: object, end_id: object) -> tuple[End, End]:
    """Raises the 400 that HubSpot has for ids which are no live records."""
    try:
        start = live_end(call.portal, call.params["fromObjectType"], start_id)
        return start, live_end(call.portal, call.params["toObjectType"], end_id)
    except NotFoundError as error:
        context = {"INVALID_OBJECT_IDS": [error.message]}
        raise VendorError(400, "VALIDATION_ERROR", "One or more associations are invalid", context=context) from error


def archive_batch(call: Call) -> Response:
    """Done also where there was nothing to take away."""
    from_type, to_type = _types_of_path(call)
    for one in _written(call):
        for to in one.get("to") or ():
            unlink(call.portal, call.author, (from_type, int(one["from"]["id"])), (to_type, int(to["id"])))
    return Response(204)


def archive_labels(call: Call) -> Response:
    from_type, to_type = _types_of_path(call)
    for one in _written(call):
        types = [call.portal.associations.types.found(from_type, to_type, key_of(kind)) for kind in one["types"]]
        ends = (from_type, int(one["from"]["id"])), (to_type, int(one["to"]["id"]))
        unlabel(call.portal, call.author, *ends, types)
    return Response(204)


READ = "crm.objects.{fromObjectType}.read"
WRITE = "crm.objects.{fromObjectType}.write"
_V4 = ("v4",)
_BATCH = "crm/associations/{fromObjectType}/{toObjectType}/batch"

ROUTES = (
    Route("POST", _BATCH + "/read", read_batch, READ, _V4),
    Route("POST", _BATCH + "/create", create_batch, WRITE, _V4),
    Route("POST", _BATCH + "/associate/default", associate_default_batch, WRITE, _V4),
    Route("POST", _BATCH + "/archive", archive_batch, WRITE, _V4),
    Route("POST", _BATCH + "/labels/archive", archive_labels, WRITE, _V4),
)
