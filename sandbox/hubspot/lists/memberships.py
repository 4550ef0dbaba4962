"""Who is in a list, which lists a record is in, and how to join and leave."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.frame.http import NotJsonError, Response, json_response
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.lists.catalogue import DYNAMIC, SegmentList
from sandbox.hubspot.lists.endpoints import READ, WRITE
from sandbox.hubspot.objects.shapes import batch_json, page_json
from sandbox.hubspot.routing import Call, Route
from sandbox.hubspot.timestamps import iso_of

MAX_PAGE = 250


def _writable(call: Call) -> SegmentList:
    found = call.portal.lists.get(call.params["listId"])
    if found.processing_type == DYNAMIC:
        raise ValidationError("Memberships of a DYNAMIC list cannot be updated by hand: HubSpot evaluates its filters")
    return found


def _record_ids(ids: object) -> list[str]:
    if not isinstance(ids, list):
        raise ValidationError("Invalid input JSON: the body must be an array of record ids")
    return [str(one) for one in ids]


def _bare_ids(call: Call) -> list[str]:
    try:
        return _record_ids(call.request.json())
    except NotJsonError as error:
        raise ValidationError(f"Invalid input JSON: {error}") from error


def _move(call: Call, one: SegmentList, joining: Iterable[str], leaving: Iterable[str]) -> Response:
    """Ids that are no record, or already where they should be, are passed over."""
    store, now = call.portal.store(one.object_type_id), call.portal.now_ms()
    moved: dict[str, list[str]] = {"recordsIdsAdded": [], "recordIdsRemoved": [], "recordIdsMissing": []}
    for record_id in dict.fromkeys(joining):
        record = store.get(record_id)
        if record is None or record.archived:
            moved["recordIdsMissing"].append(record_id)
        elif one.join(record.id, now):
            moved["recordsIdsAdded"].append(record_id)
    for record_id in dict.fromkeys(leaving):
        if record_id.isdigit() and one.leave(int(record_id)):
            moved["recordIdsRemoved"].append(record_id)
    return json_response(200, moved)


def add_members(call: Call) -> Response:
    return _move(call, _writable(call), _bare_ids(call), ())


def remove_members(call: Call) -> Response:
    return _move(call, _writable(call), (), _bare_ids(call))


def add_and_remove_members(call: Call) -> Response:
    body = call.body()
    joining = _record_ids(body.get("recordIdsToAdd") or [])
    return _move(call, _writable(call), joining, _record_ids(body.get("recordIdsToRemove") or []))


def add_from_list(call: Call) -> Response:
    target, source = _writable(call), call.portal.lists.get(call.params["sourceListId"])
    for record_id in source.members:
        target.join(record_id, call.portal.now_ms())
    return Response(204)


def remove_all_members(call: Call) -> Response:
    _writable(call).members.clear()
    return Response(204)


def list_members(call: Call) -> Response:
    """By record id; `before` alone walks backwards."""
    members = sorted(call.portal.lists.get(call.params["listId"]).members.items())
    limit, request = call.limit(100, MAX_PAGE), call.request
    before = request.param("before")
    if before is not None and request.param("after") is None:
        members = [pair for pair in reversed(members) if pair[0] < int(before)]
    else:
        start = int(request.param("after") or 0)
        members = [pair for pair in members if pair[0] > start]
    return _members_json(members, limit, lambda member: str(member[0]))


def list_members_by_join(call: Call) -> Response:
    """By time; `before` alone walks backwards. The tokens are of the same members wherever these stand by then."""
    found = call.portal.lists.get(call.params["listId"])
    members = sorted(found.members.items(), key=_join_key)
    before, after = call.request.param("before"), call.request.param("after")
    if before is not None and after is None:
        bound = _key_of(before)
        members = [pair for pair in reversed(members) if _join_key(pair) < bound]
    elif after is not None:
        bound = _key_of(after)
        members = [pair for pair in members if _join_key(pair) > bound]
    limit = min(call.limit(100, MAX_PAGE), call.portal.settings.list_page_cap)
    return _members_json(members, limit, _token_of)


def _join_key(member: tuple[int, int]) -> tuple[int, int]:
    number, joined = member
    return joined, number


def _token_of(member: tuple[int, int]) -> str:
    number, joined = member
    return urlsafe_b64encode(f"{joined}:{number}".encode()).decode()


def _key_of(token: str) -> tuple[int, int]:
    try:
        joined, _, number = urlsafe_b64decode(token).decode().partition(":")
        return int(joined), int(number)
    except ValueError as error:
        raise ValidationError(f"{token} is not a valid offset") from error


def _members_json(members: list[tuple[int, int]], limit: int, token: Callable[[tuple[int, int]], str]) -> Response:
    page = members[:limit]
    after = token(page[-1]) if len(members) > limit else None
    results = [{"recordId": str(number), "membershipTimestamp": iso_of(joined)} for number, joined in page]
    return json_response(200, page_json(results, after, total=len(members)))


def _memberships_of(call: Call, type_id: str, record_id: str) -> list[dict[str, Any]]:
    number = int(record_id) if record_id.isdigit() else -1
    return [
        {
            "listId": one.id,
            "listVersion": one.version,
            "firstAddedTimestamp": iso_of(one.first_joined[number]),
            "lastAddedTimestamp": iso_of(one.members[number]),
            "isPublicList": True,
        }
        for one in call.portal.lists.live()
        if one.object_type_id == type_id and number in one.members
    ]


def lists_of_record(call: Call) -> Response:
    type_id = call.portal.type_id(call.params["objectTypeId"])
    results = _memberships_of(call, type_id, call.params["recordId"])
    return json_response(200, page_json(results, None, total=len(results)))


def lists_of_records(call: Call) -> Response:
    """Every asked record is answered, one in no list with an empty list of memberships."""
    inputs = call.body().get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise ValidationError("inputs may not be empty")
    maximum = call.portal.settings.batch_limit
    if len(inputs) > maximum:
        raise ValidationError(f"The maximum number of inputs in a batch is {maximum}, received {len(inputs)}")
    results = []
    for one in inputs:
        type_id, record_id = call.portal.type_id(str(one.get("objectTypeId"))), str(one.get("recordId"))
        lists = _memberships_of(call, type_id, record_id)
        results.append({"objectTypeId": type_id, "recordId": record_id, "recordListMemberships": lists})
    return json_response(200, batch_json(results, [], call.portal.now_ms()))


_OF = "crm/lists/{listId}/memberships"
ROUTES = (
    Route("GET", _OF, list_members, READ),
    Route("GET", _OF + "/join-order", list_members_by_join, READ),
    Route("PUT", _OF + "/add", add_members, WRITE),
    Route("PUT", _OF + "/remove", remove_members, WRITE),
    Route("PUT", _OF + "/add-and-remove", add_and_remove_members, WRITE),
    Route("PUT", _OF + "/add-from/{sourceListId}", add_from_list, WRITE),
    Route("DELETE", _OF, remove_all_members, WRITE),
    Route("POST", "crm/lists/records/memberships/batch/read", lists_of_records, READ),
    Route("GET", "crm/lists/records/{objectTypeId}/{recordId}/memberships", lists_of_record, READ),
)
