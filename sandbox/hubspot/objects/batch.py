"""Batches of up to 100 records, with 207 where some rows fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.linking import wanted_with
from sandbox.hubspot.errors import InvalidValuesError, NotFoundError, ValidationError, VendorError
from sandbox.hubspot.objects.record import Record
from sandbox.hubspot.objects.shapes import batch_json, record_json
from sandbox.hubspot.objects.single import (
    NO_CONTENT,
    READ,
    WRITE,
    create_linked,
    found_record,
    require_unique,
    store_of,
    view_for,
    writer_of,
)
from sandbox.hubspot.objects.writing import Writer
from sandbox.hubspot.routing import Call, Route

Json = dict[str, Any]
Row = Callable[[Json], Json]


def inputs_of(call: Call, body: Mapping[str, Any]) -> list[Json]:
    """The rows of a batch. Raises 400 when there are none, or too many."""
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or not all(isinstance(row, dict) for row in inputs):
        raise ValidationError("Invalid input JSON: inputs must be a list of objects")
    maximum = call.portal.settings.batch_limit
    if len(inputs) > maximum:
        raise ValidationError(f"The maximum number of inputs in a batch is {maximum}, received {len(inputs)}")
    if not inputs:
        raise ValidationError("inputs may not be empty")
    return inputs


def _refuse_twice(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    twice = sorted({key for key in keys if key in seen or seen.add(key)})  # type: ignore[func-returns-value]
    if twice:
        raise ValidationError(f"Duplicate IDs found in batch input: [{', '.join(twice)}]. IDs must be unique")


def _each(call: Call, rows: Sequence[Json], row: Row, ok: int, *, partial: bool) -> Response:
    """Runs the rows; a bad row fails alone (207) or the whole batch before anything was written."""
    results: list[Json] = []
    errors: list[Json] = []
    for one in rows:
        try:
            results.append(row(one))
        except VendorError as error:
            if not partial:
                raise
            errors.append(error.in_batch(_context(one)))
    if not call.portal.settings.results_show_trace_ids:
        for result in results:
            result.pop("objectWriteTraceId", None)
    if call.portal.settings.batch_results_reversed:
        results.reverse()
    return json_response(207 if errors else ok, batch_json(results, errors, call.portal.now_ms()))


def _context(row: Json) -> dict[str, list[str]]:
    keys = {"ids": row.get("id"), "objectWriteTraceId": row.get("objectWriteTraceId")}
    return {name: [str(value)] for name, value in keys.items() if value is not None}


def _traced(rows: Sequence[Json]) -> bool:
    """Whether every row carries its own trace id, which turns multi-status answers on."""
    ids = [row.get("objectWriteTraceId") for row in rows]
    return None not in ids and len(set(ids)) == len(ids)


def read_batch(call: Call) -> Response:
    body = call.body()
    wanted = list(dict.fromkeys(str(row.get("id")) for row in inputs_of(call, body)))
    view = view_for(call, body.get("properties") or (), body.get("propertiesWithHistory") or ())
    archived, id_property = call.flag("archived"), body.get("idProperty")
    found = {key: found_record(call, key, id_property, archived=archived) for key in wanted}
    missing = [key for key, record in found.items() if record is None]
    records = {record.id: record for record in found.values() if record is not None}
    results = [record_json(record, view) for record in records.values()]
    if call.portal.settings.batch_results_reversed:
        results.reverse()
    errors = [_not_found(missing)] if missing and call.portal.settings.batch_read_names_missing else []
    return json_response(207 if errors else 200, batch_json(results, errors, call.portal.now_ms()))


def _not_found(missing: list[str]) -> Json:
    error = NotFoundError("Could not get some objects, they may be deleted or not exist. Check that ids are valid.")
    return error.in_batch({"ids": missing})


def create_batch(call: Call) -> Response:
    rows = inputs_of(call, call.body())
    writer, partial = writer_of(call), _traced(rows)
    if not partial:
        _check_all(call, writer, rows)

    def row(one: Json) -> Json:
        record = create_linked(call, writer, one)
        return record_json(record, view_for(call, record.values), one.get("objectWriteTraceId"))

    return _each(call, rows, row, 201, partial=partial)


def _check_all(call: Call, writer: Writer, rows: Sequence[Json]) -> None:
    """All or nothing: every row is checked before the first is written."""
    problems: list[tuple[str, str, str]] = []
    keys: list[str] = []
    for one in rows:
        wanted_with(call.portal, store_of(call).object_type.id, one.get("associations"))
        try:
            values = writer.checked_new(one.get("properties") or {})
            writer.check_free(values)
            keys += [values[name] for name in ("email",) if values.get(name)]
        except InvalidValuesError as error:
            problems += error.problems
    if problems:
        raise InvalidValuesError(problems)
    _refuse_twice(keys)


def update_batch(call: Call) -> Response:
    rows = inputs_of(call, call.body())
    _refuse_twice(f"{row.get('idProperty') or ''}{row.get('id')}" for row in rows)
    partial = call.portal.settings.batch_update_partial or _traced(rows)
    writer = writer_of(call)
    if not partial:
        for one in rows:
            writer.checked(one.get("properties") or {}, _target(call, one).values)

    def row(one: Json) -> Json:
        record = _target(call, one)
        properties = one.get("properties") or {}
        writer.update(record, properties)
        return record_json(record, view_for(call, properties), one.get("objectWriteTraceId"))

    return _each(call, rows, row, 200, partial=partial)


def _target(call: Call, row: Json) -> Record:
    record = found_record(call, str(row.get("id")), row.get("idProperty"))
    if record is None:
        raise NotFoundError("Could not get some objects, they may be deleted or not exist. Check that ids are valid.")
    return record


def upsert_batch(call: Call) -> Response:
    rows = inputs_of(call, call.body())
    store, writer = store_of(call), writer_of(call)
    _refuse_twice(str(row.get("id", "")).strip().lower() for row in rows)
    names = {str(row.get("idProperty") or "hs_object_id") for row in rows}
    if len(names) > 1:
        raise ValidationError("All inputs of an upsert must have the same idProperty")
    name = names.pop()
    if name != "hs_object_id":
        require_unique(store, name)
    partial = call.portal.settings.upsert_email_partial if name == "email" else _traced(rows)
    if not partial:
        for one in rows:
            writer.checked(_upserted(one, name), {})

    def row(one: Json) -> Json:
        record = found_record(call, str(one.get("id")), name)
        is_new = record is None
        if record is None:
            record = writer.create(_upserted(one, name))
        else:
            writer.update(record, one.get("properties") or {})
        shown = record_json(record, view_for(call, record.values), one.get("objectWriteTraceId"))
        return {**shown, "new": is_new}

    return _each(call, rows, row, 200, partial=partial)


def _upserted(row: Json, name: str) -> Json:
    """The properties of a record that an upsert creates, the identifying one among them."""
    properties = dict(row.get("properties") or {})
    if name != "hs_object_id":
        properties.setdefault(name, row.get("id"))
    return properties


def archive_batch(call: Call) -> Response:
    now = call.portal.now_ms()
    for row in inputs_of(call, call.body()):
        record = found_record(call, str(row.get("id")), None)
        if record is not None:
            store_of(call).archive(record, call.author, now)
    return NO_CONTENT


ROUTES = (
    Route("POST", "crm/objects/{objectType}/batch/read", read_batch, READ),
    Route("POST", "crm/objects/{objectType}/batch/create", create_batch, WRITE),
    Route("POST", "crm/objects/{objectType}/batch/update", update_batch, WRITE),
    Route("POST", "crm/objects/{objectType}/batch/upsert", upsert_batch, WRITE),
    Route("POST", "crm/objects/{objectType}/batch/archive", archive_batch, WRITE),
)
