"""Many records in one call: 200 written, 2,000 read; every row has its own outcome, in the order of the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import Problem, SalesforceError, refuse, refuse_request
from sandbox.salesforce.ids import MalformedIdError, to_18
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.soql.scope import Bindings
from sandbox.salesforce.soql.select_list import Page
from sandbox.salesforce.write.coerce import UnreadableValueError

MOST_ROWS = 200
MOST_CHUNKS = 10
MOST_READ = 2000
Outcome = dict[str, Any]
_RowT = TypeVar("_RowT")

_ROLLED_BACK = refuse(
    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "Record rolled back because not all records were valid and the request was using AllOrNone header",
)


def create(call: Call) -> Response:
    rows, all_or_none = _rows(call)
    writer = call.writer()

    def insert(row: Mapping[str, Any]) -> Outcome:
        return _success(writer.insert(_type_of(call, row), row))

    return json_response(200, _each(call, rows, insert, all_or_none=all_or_none))


def update(call: Call) -> Response:
    rows, all_or_none = _rows(call)
    writer = call.writer()
    seen: set[str] = set()

    def change(row: Mapping[str, Any]) -> Outcome:
        record_id = _id18(str(row.get("id") or row.get("Id") or ""))
        _check_once(call, record_id, seen)
        writer.update(_type_of(call, row), record_id, row)
        return _success(record_id)

    return json_response(200, _each(call, rows, change, all_or_none=all_or_none))


def upsert(call: Call, kind: str, field: str) -> Response:
    object_type = call.object_type(kind)
    key = object_type.field(field)
    if key is None or not key.is_key:
        raise refuse_request("INVALID_FIELD", f"Field name provided, {field} is not an External ID or indexed field")
    rows, all_or_none = _rows(call)
    writer = call.writer()

    def put(row: Mapping[str, Any]) -> Outcome:
        if _type_of(call, row) is not object_type:
            raise refuse("INVALID_TYPE", f"only records of type {object_type.name} are allowed")
        data = {name: value for name, value in row.items() if name.lower() != key.name.lower()}
        value = next((value for name, value in row.items() if name.lower() == key.name.lower()), None)
        if value is None:
            raise refuse("MISSING_ARGUMENT", f"{key.name} not specified")
        record_id, created = writer.upsert(object_type, key, value, data)
        return {**_success(record_id), "created": created}

    return json_response(200, _each(call, rows, put, all_or_none=all_or_none))


def delete(call: Call) -> Response:
    ids = call.request.params("ids")
    _check_size(ids)
    writer = call.writer()
    all_or_none = (call.request.param("allOrNone") or "false").lower() == "true"

    def remove(record_id: str) -> Outcome:
        record_id = _id18(record_id)
        kind = call.org.schema.of_id(record_id)
        if kind is None:
            raise refuse("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
        writer.delete(kind, record_id)
        return _success(record_id)

    return json_response(200, _each(call, ids, remove, all_or_none=all_or_none))


def retrieve(call: Call, kind: str) -> Response:
    return _retrieve(call, kind, call.request.params("ids"), call.request.params("fields"))


def retrieve_by_post(call: Call, kind: str) -> Response:
    body = call.json_object()
    return _retrieve(call, kind, _texts(body, "ids"), _texts(body, "fields"))


def _texts(body: Mapping[str, Any], name: str) -> list[str]:
    texts = body.get(name)
    if not isinstance(texts, list):
        raise refuse_request("MISSING_ARGUMENT", f"{name}: a list is required")
    return [str(text) for text in texts]


def _retrieve(call: Call, kind: str, ids: list[str], fields: list[str]) -> Response:
    """Records in the order of the ids; null for one that is not there or deleted."""
    object_type = call.object_type(kind)
    if len(ids) > MOST_READ:
        raise refuse_request(
            "EXCEEDED_ID_LIMIT", f"record limit reached. cannot retrieve more than {MOST_READ} records"
        )
    if not ids or not fields:
        raise refuse_request("MISSING_ARGUMENT", "ids and fields are required")
    render = call.org.soql.render(object_type, list(dict.fromkeys(fields)), is_integration=call.is_integration)
    rows = call.org.store.table(object_type).rows
    page = Page(call.base, Bindings((), call.transaction.now_ms))
    found = (rows.get(_id18(record_id)) for record_id in ids)
    return json_response(200, [render(row, page) if row and not row.get("IsDeleted") else None for row in found])


def _rows(call: Call) -> tuple[Sequence[Mapping[str, Any]], bool]:
    rows = call.json_rows("records")
    _check_size(rows)
    chunks = len(list(groupby(_type_name(row) for row in rows)))
    if chunks > MOST_CHUNKS:
        message = "Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking."
        raise refuse_request("LIMIT_EXCEEDED", message)
    return rows, bool(call.json_object().get("allOrNone", False))


def _check_size(rows: Sequence[object]) -> None:
    if len(rows) > MOST_ROWS:
        message = f"record limit reached. cannot submit more than {MOST_ROWS} records into this call"
        raise refuse_request("EXCEEDED_ID_LIMIT", message)


def _type_name(row: Mapping[str, Any]) -> str:
    attributes = row.get("attributes")
    name = attributes.get("type") if isinstance(attributes, Mapping) else None
    if not isinstance(name, str) or not name:
        raise refuse_request("INVALID_TYPE", "attributes.type: the type of each record is required")
    return name


def _type_of(call: Call, row: Mapping[str, Any]) -> ObjectType:
    name = _type_name(row)
    kind = call.org.schema.find(name)
    if kind is None:
        raise refuse("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return kind


def _id18(text: str) -> str:
    try:
        return to_18(text)
    except MalformedIdError as error:
        raise refuse("MALFORMED_ID", f"malformed id {text}", "Id") from error


def _check_once(call: Call, record_id: str, seen: set[str]) -> None:
    if record_id in seen and call.org.settings.same_id_twice_in_collection == "refuse":
        raise refuse("DUPLICATE_VALUE", f"duplicate id in list: {record_id}", "Id")
    seen.add(record_id)


def _success(record_id: str) -> Outcome:
    return {"id": record_id, "success": True, "errors": []}


def _each(call: Call, rows: Sequence[_RowT], apply: Callable[[_RowT], Outcome], *, all_or_none: bool) -> list[Outcome]:
    """One outcome a row; a refused row changes nothing, or with `all_or_none` undoes all rows."""
    transaction = call.transaction
    start, outcomes = transaction.mark(), []
    for row in rows:
        mark = transaction.mark()
        try:
            outcomes.append(apply(row))
        except SalesforceError as error:
            if isinstance(error, UnreadableValueError) and call.org.settings.unreadable_value_fails_collection:
                raise
            transaction.roll_back(mark)
            outcomes.append(_failure(error))
    if all_or_none and not all(outcome["success"] for outcome in outcomes):
        transaction.roll_back(start)
        outcomes = [_failure(_ROLLED_BACK) if outcome["success"] else outcome for outcome in outcomes]
    return outcomes


def _failure(error: SalesforceError) -> Outcome:
    problems = [_IN_A_ROW.get(problem.code, problem) for problem in error.problems]
    return {"success": False, "errors": [problem.as_row_error() for problem in problems]}


_IN_A_ROW = {"NOT_FOUND": Problem("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ())}
