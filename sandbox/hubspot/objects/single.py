"""One record at a time: list, create, read, update, archive, merge, erase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.linking import link, wanted_with
from sandbox.hubspot.associations.types import AssociationType
from sandbox.hubspot.errors import NotFoundError, ValidationError
from sandbox.hubspot.objects.merge import merge
from sandbox.hubspot.objects.record import Record
from sandbox.hubspot.objects.shapes import View, page_json, record_json, view_of
from sandbox.hubspot.objects.store import RecordStore
from sandbox.hubspot.objects.writing import Writer
from sandbox.hubspot.routing import Call, Route

READ = "crm.objects.{objectType}.read"
WRITE = "crm.objects.{objectType}.write"
NO_CONTENT = Response(204)


def store_of(call: Call) -> RecordStore:
    return call.portal.store(call.params["objectType"])


def writer_of(call: Call) -> Writer:
    return Writer(call.portal, store_of(call), call.author, call.version)


def view_for(call: Call, properties: Iterable[str], with_history: Iterable[str] = ()) -> View:
    """What this caller may see of what it asked for."""
    object_type = store_of(call).object_type
    hidden = (
        frozenset(name for name, allowed in object_type.permissions.items() if not allowed.readable)
        if call.author.kind == "app"
        else frozenset()
    )
    limit = call.portal.settings.history_limit
    return view_of(object_type, properties, with_history, hidden=hidden, history_limit=limit)


def found_record(call: Call, record_id: str, id_property: str | None, *, archived: bool = False) -> Record | None:
    """The record by id or by a unique property; None when it is not there (or not in the asked half)."""
    store = store_of(call)
    if id_property and id_property != "hs_object_id":
        require_unique(store, id_property)
        record = store.find(id_property, record_id)
        if record is not None and not call.portal.settings.additional_email_identifies:
            is_own = record.values.get(id_property, "").lower() == record_id.strip().lower()
            record = record if is_own else None
    else:
        record = store.get(record_id, follow_merges=call.portal.settings.merged_id_reads_survivor)
    return record if record is not None and record.archived == archived else None


def require_unique(store: RecordStore, name: str) -> None:
    """Raises 400 unless the property identifies records."""
    found = store.object_type.live(name)
    if found is None or not found.unique:
        raise ValidationError(f"idProperty {name} is not a unique property of {store.object_type.name}")


def required_record(call: Call, record_id: str, id_property: str | None = None, *, archived: bool = False) -> Record:
    record = found_record(call, record_id, id_property, archived=archived)
    if record is None:
        raise NotFoundError(f"No {store_of(call).object_type.singular} was found for {record_id}")
    return record


def list_records(call: Call) -> Response:
    request = call.request
    history = request.params("propertiesWithHistory")
    limit = call.limit(10, 50 if history else 100)
    start = int(request.param("after") or 0)
    archived = call.flag("archived")
    waiting = (record for record in store_of(call).from_id(start) if record.archived == archived)
    page = list(islice(waiting, limit + 1))
    after = str(page[limit].id) if len(page) > limit else None
    view = view_for(call, request.params("properties"), history)
    results = [_with_associations(call, record, record_json(record, view)) for record in page[:limit]]
    return json_response(200, page_json(results, after))


def read_record(call: Call) -> Response:
    request = call.request
    record = required_record(call, call.params["objectId"], request.param("idProperty"), archived=call.flag("archived"))
    view = view_for(call, request.params("properties"), request.params("propertiesWithHistory"))
    return json_response(200, _with_associations(call, record, record_json(record, view)))


def _with_associations(call: Call, record: Record, shown: dict[str, Any]) -> dict[str, Any]:
    portal = call.portal
    asked = call.request.params("associations")
    start = (store_of(call).object_type.id, record.id)
    linked = {name: portal.associations.of(start, portal.type_id(name)) for name in asked}
    if any(linked.values()):
        shown["associations"] = {name: {"results": _ends_json(ends)} for name, ends in linked.items() if ends}
    return shown


def _ends_json(ends: Iterable[tuple[int, list[AssociationType]]]) -> list[dict[str, str]]:
    return [{"id": str(number), "type": kind.name} for number, types in ends for kind in types]


def create_record(call: Call) -> Response:
    body = call.body()
    record = create_linked(call, writer_of(call), body)
    return json_response(201, record_json(record, view_for(call, record.values)))


def create_linked(call: Call, writer: Writer, row: Mapping[str, Any]) -> Record:
    """A record with the associations that its row asks for; nothing is made when one of them is not possible."""
    type_id = store_of(call).object_type.id
    wanted = wanted_with(call.portal, type_id, row.get("associations"))
    record = writer.create(row.get("properties") or {})
    for end, kind in wanted:
        link(call.portal, call.author, (type_id, record.id), end, kind)
    return record


def update_record(call: Call) -> Response:
    properties = call.body().get("properties") or {}
    record = required_record(call, call.params["objectId"], call.request.param("idProperty"))
    writer_of(call).update(record, properties)
    return json_response(200, record_json(record, view_for(call, properties)))


def archive_record(call: Call) -> Response:
    record = found_record(call, call.params["objectId"], None)
    if record is not None:
        store_of(call).archive(record, call.author, call.portal.now_ms())
    elif call.portal.settings.archive_missing == 404:
        raise NotFoundError
    return NO_CONTENT


def merge_records(call: Call) -> Response:
    body = call.body()
    primary = required_record(call, str(body.get("primaryObjectId")))
    other = required_record(call, str(body.get("objectIdToMerge")))
    survivor = merge(call.portal, store_of(call), primary, other, call.author)
    return json_response(200, record_json(survivor, view_for(call, survivor.values)))


def erase_contact(call: Call) -> Response:
    """`gdpr-delete`: the record is gone for good, also when it was archived."""
    body = call.body()
    wanted, id_property = str(body.get("objectId", "")), body.get("idProperty")
    record = found_record(call, wanted, id_property) or found_record(call, wanted, id_property, archived=True)
    if record is not None:
        store_of(call).purge(record, call.author, call.portal.now_ms())
    return NO_CONTENT


ROUTES = (
    Route("GET", "crm/objects/{objectType}", list_records, READ),
    Route("POST", "crm/objects/{objectType}", create_record, WRITE),
    Route("GET", "crm/objects/{objectType}/{objectId}", read_record, READ),
    Route("PATCH", "crm/objects/{objectType}/{objectId}", update_record, WRITE),
    Route("DELETE", "crm/objects/{objectType}/{objectId}", archive_record, WRITE),
    Route("POST", "crm/objects/{objectType}/merge", merge_records, WRITE),
    Route("POST", "crm/objects/{objectType}/gdpr-delete", erase_contact, WRITE),
)
