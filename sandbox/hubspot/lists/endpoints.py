"""Lists: create, read, search, rename, refilter, delete, restore."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.errors import NotFoundError, ValidationError
from sandbox.hubspot.lists.catalogue import MANUAL
from sandbox.hubspot.routing import Call, Route

READ = "crm.lists.read"
WRITE = "crm.lists.write"


def _filters_wanted(call: Call) -> bool:
    return call.flag("includeFilters")


def create_list(call: Call) -> Response:
    made = call.portal.lists.create(call.body())
    return json_response(200, {"list": made.as_json(with_filters=True)})


def read_list(call: Call) -> Response:
    found = call.portal.lists.get(call.params["listId"])
    return json_response(200, {"list": found.as_json(with_filters=_filters_wanted(call))})


def read_lists(call: Call) -> Response:
    wanted = set(call.request.params("listIds"))
    found = [one for one in call.portal.lists.live() if one.id in wanted]
    return json_response(200, {"lists": [one.as_json(with_filters=_filters_wanted(call)) for one in found]})


def read_by_name(call: Call) -> Response:
    type_id, name = call.portal.type_id(call.params["objectTypeId"]), call.params["listName"]
    for one in call.portal.lists.live():
        if one.object_type_id == type_id and one.name.lower() == name.lower():
            return json_response(200, {"list": one.as_json(with_filters=_filters_wanted(call))})
    raise NotFoundError(f"List does not exist with name '{name}'.")


def search_lists(call: Call) -> Response:
    body = call.body()
    query, kinds = str(body.get("query") or "").lower(), body.get("processingTypes") or []
    offset, count = int(body.get("offset") or 0), int(body.get("count") or 20)
    if not 0 < count <= 500:
        raise ValidationError("count must be between 1 and 500")
    found = [
        one
        for one in call.portal.lists.live()
        if query in one.name.lower() and (not kinds or one.processing_type in kinds)
    ]
    page = [{**one.as_json(), "additionalProperties": {}} for one in found[offset : offset + count]]
    end = offset + len(page)
    return json_response(200, {"lists": page, "hasMore": end < len(found), "offset": end, "total": len(found)})


def rename_list(call: Call) -> Response:
    found = call.portal.lists.get(call.params["listId"])
    call.portal.lists.rename(found, call.request.param("listName") or "")
    return json_response(200, {"updatedList": found.as_json(with_filters=_filters_wanted(call))})


def refilter_list(call: Call) -> Response:
    found = call.portal.lists.get(call.params["listId"])
    if found.processing_type == MANUAL:
        raise ValidationError("The filters of a MANUAL list cannot be updated")
    call.portal.lists.set_filters(found, call.body().get("filterBranch") or {})
    return json_response(200, {"updatedList": found.as_json(with_filters=True)})


def delete_list(call: Call) -> Response:
    call.portal.lists.delete(call.portal.lists.get(call.params["listId"]))
    return Response(204)


def restore_list(call: Call) -> Response:
    call.portal.lists.restore(call.params["listId"])
    return Response(204)


ROUTES = (
    Route("POST", "crm/lists", create_list, WRITE),
    Route("GET", "crm/lists", read_lists, READ),
    Route("POST", "crm/lists/search", search_lists, READ),
    Route("GET", "crm/lists/object-type-id/{objectTypeId}/name/{listName}", read_by_name, READ),
    Route("GET", "crm/lists/{listId}", read_list, READ),
    Route("DELETE", "crm/lists/{listId}", delete_list, WRITE),
    Route("PUT", "crm/lists/{listId}/restore", restore_list, WRITE),
    Route("PUT", "crm/lists/{listId}/update-list-name", rename_list, WRITE),
    Route("PUT", "crm/lists/{listId}/update-list-filters", refilter_list, WRITE),
)
