"""Single records: create, read, update, delete, and by external id."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.ids import is_id
from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql.scope import Bindings
from sandbox.salesforce.soql.select_list import Page, attributes


def create(call: Call, kind: str) -> Response:
    record_id = call.writer().insert(call.object_type(kind), call.json_object())
    return json_response(201, {"id": record_id, "success": True, "errors": []})


def read(call: Call, kind: str, record_id: str) -> Response:
    object_type = call.object_type(kind)
    row = call.writer().live_row(object_type, _checked(record_id))
    return json_response(200, _rendered(call, object_type, row))


def update(call: Call, kind: str, record_id: str) -> Response:
    call.writer().update(call.object_type(kind), _checked(record_id), call.json_object())
    return Response(204)


def delete(call: Call, kind: str, record_id: str) -> Response:
    call.writer().delete(call.object_type(kind), _checked(record_id))
    return Response(204)


def read_by_key(call: Call, kind: str, field: str, value: str) -> Response:
    object_type, key = _key(call, kind, field)
    found = call.writer().find(object_type, key, value)
    if len(found) > 1:
        return _several(call, object_type, found)
    if not found:
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
    return json_response(200, _rendered(call, object_type, found[0]))


def upsert(call: Call, kind: str, field: str, value: str) -> Response:
    object_type, key = _key(call, kind, field)
    data = call.json_object()
    if any(name.lower() == key.name.lower() for name in data):
        raise refuse_request("INVALID_FIELD", f"The {key.name} field should not be specified in the sobject data.")
    found = call.writer().find(object_type, key, value)
    if len(found) > 1:
        return _several(call, object_type, found)
    record_id, created = call.writer().upsert(object_type, key, value, data)
    if not created and call.org.settings.upsert_update_status == 204:
        return Response(204)
    body = {"id": record_id, "success": True, "errors": [], "created": created}
    return json_response(201 if created else 200, body)


def delete_by_key(call: Call, kind: str, field: str, value: str) -> Response:
    object_type, key = _key(call, kind, field)
    found = call.writer().find(object_type, key, value)
    if len(found) != 1:
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
    call.writer().delete(object_type, found[0]["Id"])
    return Response(204)


def _key(call: Call, kind: str, name: str) -> tuple[ObjectType, Field]:
    object_type = call.object_type(kind)
    key = object_type.field(name)
    if key is None or not key.is_key or key.type == "id":
        raise refuse_request("NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {name}")
    return object_type, key


def _checked(record_id: str) -> str:
    if not is_id(record_id):
        message = f"Provided external ID field does not exist or is not accessible: {record_id}"
        raise refuse_request("NOT_FOUND", message)
    return record_id


def _several(call: Call, kind: ObjectType, rows: list[Row]) -> Response:
    """300 with the addresses of all records that have the key."""
    return json_response(300, [attributes(kind, row["Id"], call.base)["url"] for row in rows])


def _rendered(call: Call, kind: ObjectType, row: Row) -> object:
    names = call.request.params("fields") or None
    render = call.org.soql.render(kind, names, is_integration=call.is_integration)
    return render(row, Page(call.base, Bindings((), call.transaction.now_ms)))
