"""Associations between records: default (unlabelled) and typed ones, single and in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.author import Author
from sandbox.hubspot.errors import NotFoundError, ValidationError
from sandbox.hubspot.objects.record import Change
from sandbox.hubspot.objects.shapes import Json, batch_json, page_json
from sandbox.hubspot.routing import Call, Route

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

UNLABELLED = {
    ("0-1", "0-2"): 279,
    ("0-2", "0-1"): 280,
    ("0-3", "0-1"): 3,
    ("0-1", "0-3"): 4,
    ("0-3", "0-2"): 341,
    ("0-2", "0-3"): 342,
    ("0-5", "0-1"): 16,
    ("0-1", "0-5"): 15,
    ("0-5", "0-2"): 339,
    ("0-2", "0-5"): 340,
    ("0-3", "0-5"): 27,
    ("0-5", "0-3"): 28,
    ("0-1", "0-1"): 449,
    ("0-2", "0-2"): 450,
    ("0-3", "0-3"): 451,
    ("0-5", "0-5"): 452,
    ("0-27", "0-1"): 204,
    ("0-1", "0-27"): 203,
}
PRIMARY = {1: (279, 2), 2: (280, 1), 5: (341, 6), 6: (342, 5), 25: (340, 26), 26: (339, 25)}
"""Primary type id → the unlabelled one that goes with it, and the primary one of the way back."""

End = tuple[str, int]
"""Object type id and record id."""


class Associations:
    def __init__(self) -> None:
        self._links: dict[End, dict[End, set[int]]] = {}

    def add(self, start: End, end: End, type_id: int | None = None) -> bool:
        """Both ways; whether anything is new. Raises 400 for a type that does not fit the two object types."""
        unlabelled, back = UNLABELLED.get((start[0], end[0])), UNLABELLED.get((end[0], start[0]))
        if unlabelled is None or back is None:
            raise ValidationError(f"Association types between {start[0]} and {end[0]} are not defined")
        there, here = {unlabelled}, {back}
        if type_id is not None and PRIMARY.get(type_id, (0, 0))[0] == unlabelled:
            there.add(type_id)
            here.add(PRIMARY[type_id][1])
        elif type_id not in {None, unlabelled}:
            raise ValidationError(f"Association type {type_id} is not valid from {start[0]} to {end[0]}")
        known = self._links.setdefault(start, {}).setdefault(end, set())
        new = not there <= known
        known.update(there)
        self._links.setdefault(end, {}).setdefault(start, set()).update(here)
        return new

    def remove(self, start: End, end: End) -> bool:
        """Whether there was an association."""
        self._links.get(end, {}).pop(start, None)
        return self._links.get(start, {}).pop(end, None) is not None

    def of(self, start: End, to_type: str) -> list[tuple[int, list[int]]]:
        """(record id, association type ids), by id."""
        ends = self._links.get(start, {})
        return sorted((end[1], sorted(types)) for end, types in ends.items() if end[0] == to_type)

    def move(self, type_id: str, losers: Iterable[int], survivor: int) -> None:
        """A merge: the survivor takes over what the merged records were associated with."""
        for loser in losers:
            for end, types in list(self._links.get((type_id, loser), {}).items()):
                self.remove((type_id, loser), end)
                for number in types:
                    self.add((type_id, survivor), end, number)

    def as_v3(self, from_type: str, from_id: int, to_type: str) -> list[Json]:
        """What a record read with `associations=` shows."""
        return [
            {"id": str(number), "type": f"association_{kind}"}
            for number, types in self.of((from_type, from_id), to_type)
            for kind in types
        ]


def wanted_with(portal: Portal, from_type: str, asked: object) -> list[tuple[End, int]]:
    """The `associations` of a create body as (other end, type id). Raises 400 where one is not possible."""
    by_type = {pair_type: end for (start, end), pair_type in UNLABELLED.items() if start == from_type}
    wanted: list[tuple[End, int]] = []
    for one in asked if isinstance(asked, list) else ():
        for kind in one.get("types") or ():
            number = int(kind["associationTypeId"])
            to_type = by_type.get(PRIMARY.get(number, (number, 0))[0])
            if to_type is None or portal.store(to_type).get(str(one["to"]["id"])) is None:
                raise ValidationError(f"Association type {number} to {one['to']['id']} is not valid")
            wanted.append(((to_type, int(one["to"]["id"])), number))
    return wanted


def link(portal: Portal, author: Author, start: End, end: End, type_id: int | None = None) -> None:
    """Associates two records and tells the webhooks of both sides."""
    if portal.associations.add(start, end, type_id):
        _announce(portal, author, start, end, removed=False, primary=type_id in PRIMARY)


def unlink(portal: Portal, author: Author, start: End, end: End) -> None:
    if portal.associations.remove(start, end):
        _announce(portal, author, start, end, removed=True, primary=False)


def _announce(portal: Portal, author: Author, start: End, end: End, *, removed: bool, primary: bool) -> None:
    for near, far in ((start, end), (end, start)):
        store = portal.store(near[0])
        words = (store.object_type.singular, portal.store(far[0]).object_type.singular)
        details = {
            "associationType": f"{words[0].upper()}_TO_{words[1].upper()}",
            "fromObjectId": near[1],
            "toObjectId": far[1],
            "associationRemoved": removed,
            "isPrimaryAssociation": primary,
        }
        record = store.records[near[1]]
        portal.webhooks.heed(Change("associationChange", near[0], record, author, portal.now_ms(), details=details))


def _end(call: Call, object_type: str, record_id: object) -> End:
    store = call.portal.store(object_type)
    record = store.get(str(record_id))
    if record is None or record.archived:
        raise NotFoundError(f"No {store.object_type.singular} with id {record_id} exists")
    return store.object_type.id, record.id


def _types_json(types: Iterable[int]) -> list[Json]:
    return [
        {"category": "HUBSPOT_DEFINED", "typeId": number, "label": "Primary" if number in PRIMARY else None}
        for number in types
    ]


def _both_ends(call: Call) -> tuple[End, End]:
    params = call.params
    start = _end(call, params["objectType"], params["objectId"])
    return start, _end(call, params["toObjectType"], params["toObjectId"])


def associate_default(call: Call) -> Response:
    start, end = _both_ends(call)
    link(call.portal, call.author, start, end)
    there, back = UNLABELLED[start[0], end[0]], UNLABELLED[end[0], start[0]]
    results = [_default_json(start, end, there), _default_json(end, start, back)]
    return json_response(200, batch_json(results, [], call.portal.now_ms()))


def _default_json(start: End, end: End, type_id: int) -> Json:
    spec = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}
    return {"from": {"id": str(start[1])}, "to": {"id": str(end[1])}, "associationSpec": spec}


def associate(call: Call) -> Response:
    start, end = _both_ends(call)
    asked = call.request.json()
    for kind in asked if isinstance(asked, list) else []:
        link(call.portal, call.author, start, end, int(kind["associationTypeId"]))
    return json_response(201, _labels_json(start, end))


def _labels_json(start: End, end: End) -> Json:
    return {
        "fromObjectTypeId": start[0],
        "fromObjectId": str(start[1]),
        "toObjectTypeId": end[0],
        "toObjectId": str(end[1]),
        "labels": [],
    }


def dissociate(call: Call) -> Response:
    unlink(call.portal, call.author, *_both_ends(call))
    return Response(204)


def list_associations(call: Call) -> Response:
    start = _end(call, call.params["objectType"], call.params["objectId"])
    linked = call.portal.associations.of(start, call.portal.type_id(call.params["toObjectType"]))
    limit, at = call.limit(500, 500), int(call.request.param("after") or 0)
    page = linked[at : at + limit]
    results = [{"toObjectId": str(number), "associationTypes": _types_json(types)} for number, types in page]
    after = str(at + limit) if at + limit < len(linked) else None
    return json_response(200, page_json(results, after))


def _inputs(call: Call) -> list[Mapping[str, Any]]:
    inputs = call.body().get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise ValidationError("inputs may not be empty")
    return inputs


def read_batch(call: Call) -> Response:
    portal = call.portal
    from_type, to_type = portal.type_id(call.params["fromObjectType"]), portal.type_id(call.params["toObjectType"])
    results, missing = [], []
    for one in _inputs(call):
        linked = portal.associations.of((from_type, int(one["id"])), to_type)
        to = [{"toObjectId": str(number), "associationTypes": _types_json(types)} for number, types in linked]
        if to:
            results.append({"from": {"id": str(one["id"])}, "to": to})
        else:
            missing.append(str(one["id"]))
    return json_response(207 if missing else 200, batch_json(results, _none_found(missing), portal.now_ms()))


def _none_found(missing: list[str]) -> list[Json]:
    if not missing:
        return []
    error = NotFoundError(f"No association found for {', '.join(missing)}")
    return [{**error.in_batch({"fromObjectId": missing}), "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND"}]


def create_batch(call: Call) -> Response:
    results = []
    for one in _inputs(call):
        start = _end(call, call.params["fromObjectType"], one["from"]["id"])
        end = _end(call, call.params["toObjectType"], one["to"]["id"])
        for kind in one.get("types") or [{"associationTypeId": None}]:
            link(call.portal, call.author, start, end, kind["associationTypeId"])
        results.append(_labels_json(start, end))
    status = call.portal.settings.association_create_status
    return json_response(status, batch_json(results, [], call.portal.now_ms()))


def associate_default_batch(call: Call) -> Response:
    results = []
    for one in _inputs(call):
        start = _end(call, call.params["fromObjectType"], one["from"]["id"])
        end = _end(call, call.params["toObjectType"], one["to"]["id"])
        link(call.portal, call.author, start, end)
        results.append(_default_json(start, end, UNLABELLED[start[0], end[0]]))
    return json_response(200, batch_json(results, [], call.portal.now_ms()))


def archive_batch(call: Call) -> Response:
    for one in _inputs(call):
        start = _end(call, call.params["fromObjectType"], one["from"]["id"])
        for to in one.get("to") or ():
            unlink(call.portal, call.author, start, _end(call, call.params["toObjectType"], to["id"]))
    return Response(204)


READ = "crm.objects.contacts.read"
WRITE = "crm.objects.contacts.write"
_V4 = ("v4",)
_OF = "crm/objects/{objectType}/{objectId}/associations"
_BATCH = "crm/associations/{fromObjectType}/{toObjectType}/batch"

ROUTES = (
    Route("PUT", _OF + "/default/{toObjectType}/{toObjectId}", associate_default, WRITE, _V4),
    Route("PUT", _OF + "/{toObjectType}/{toObjectId}", associate, WRITE, _V4),
    Route("DELETE", _OF + "/{toObjectType}/{toObjectId}", dissociate, WRITE, _V4),
    Route("GET", _OF + "/{toObjectType}", list_associations, READ, _V4),
    Route("POST", _BATCH + "/read", read_batch, READ, _V4),
    Route("POST", _BATCH + "/create", create_batch, WRITE, _V4),
    Route("POST", _BATCH + "/associate/default", associate_default_batch, WRITE, _V4),
    Route("POST", _BATCH + "/archive", archive_batch, WRITE, _V4),
)
