"""Queries by the Bulk API 2.0: made, looked at, read set by set as CSV, removed.

See https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/queries.htm
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.answers import object_in
from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.records import record_of
from crmsync.adapters.salesforce.soql import campaign_by_id, counted, export_columns, exported
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Record
from crmsync.ports.bulk_query import (
    Campaign,
    QueryProgress,
    QueryState,
    ResultRequest,
    ResultSet,
    Selection,
    StartedQuery,
)
from crmsync.ports.transport import ApiAnswer, ApiCall

CSV = "text/csv"
_JOBS = "/jobs/query"
_LAST = "null"
_STATES = {"JobComplete": QueryState.DONE, "Failed": QueryState.FAILED, "Aborted": QueryState.FAILED}
_NOT_FOUND = 404
_WRONG_STATE = "INVALIDJOBSTATE"

# Long text areas hold 131,072 characters, which is one more than a CSV field may have by default.
csv.field_size_limit(1_000_000)


def count_records(api: SalesforceApi, selections: Sequence[Selection]) -> list[int]:
    return api.counts([counted(one) for one in selections], "count")


def find_campaign(api: SalesforceApi, campaign_id: str) -> Campaign | None:
    rows = api.queries([campaign_by_id(campaign_id)], "campaign")[0]
    return Campaign(str(rows[0]["Name"]), bool(rows[0]["IsActive"])) if rows else None


def start_query(api: SalesforceApi, selection: Selection, fields: Sequence[str]) -> StartedQuery:
    query = exported(selection, export_columns(fields))
    operation = "queryAll" if query.with_deleted else "query"
    answer = api.request("POST", _JOBS, "bulk_query", body={"operation": operation, "query": query.soql})
    made = _object(answer, "bulk_query")
    return StartedQuery(str(made["id"]), millis_of(made.get("createdDate")))


def query_progress(api: SalesforceApi, query_id: str) -> QueryProgress:
    try:
        shown = _object(api.request("GET", f"{_JOBS}/{query_id}", "bulk_query_progress"), "bulk_query_progress")
    except CrmError as error:
        if error.failure.status == _NOT_FOUND:
            return QueryProgress(QueryState.LOST)
        raise
    state = _STATES.get(str(shown.get("state")), QueryState.RUNNING)
    return QueryProgress(state, str(shown.get("errorMessage") or shown.get("state")))


def query_results(api: SalesforceApi, wanted: ResultRequest) -> ResultSet:
    query: dict[str, str | list[str]] = {"maxRecords": str(wanted.most)}
    if wanted.locator:
        query["locator"] = wanted.locator
    path = f"{_JOBS}/{wanted.query_id}/results"
    answer = api.request("GET", path, "bulk_query_results", query=query, accept=CSV)
    rows = _rows(answer, export_columns(wanted.fields))
    records = tuple(_record(row, wanted.object_type, wanted.fields) for row in rows)
    following = answer.headers.get("sforce-locator", _LAST)
    return ResultSet(records, None if following in {_LAST, ""} else following)


def end_query(api: SalesforceApi, query_id: str) -> None:
    """A running one is refused, and must be aborted before."""
    path = f"{_JOBS}/{query_id}"
    try:
        api.request("DELETE", path, "bulk_query_end")
    except CrmError as error:
        if error.failure.status == _NOT_FOUND:
            return
        if error.failure.vendor_code != _WRONG_STATE:
            raise
        api.request("PATCH", path, "bulk_query_end", body={"state": "Aborted"})
        api.request("DELETE", path, "bulk_query_end")


def _object(answer: ApiAnswer, purpose: str) -> Mapping[str, Any]:
    return object_in(answer, ApiCall("", "", purpose))


def _rows(answer: ApiAnswer, columns: Sequence[str]) -> list[list[str]]:
    """Raises CrmError(RETRY_LATER) when the set has not as many whole rows as its header says."""
    if not isinstance(answer.body, str):
        raise _broken("no CSV in its body")
    try:
        rows = list(csv.reader(io.StringIO(answer.body, newline=""), strict=True))
    except csv.Error as error:
        raise _broken(f"broken CSV: {error}") from error
    if rows and _is_header(rows[0], columns):
        del rows[0]
    expected = answer.headers.get("sforce-numberofrecords", "")
    if expected.isdigit() and int(expected) != len(rows):
        raise _broken(f"{len(rows)} rows where {expected} were told")
    if any(len(row) != len(columns) for row in rows):
        raise _broken("a row with another number of values than columns")
    return rows


def _is_header(row: Sequence[str], columns: Sequence[str]) -> bool:
    """The header comes with every set or only with the first one; it may spell names in its own case."""
    return [name.lower() for name in row] == [name.lower() for name in columns]


def _broken(what: str) -> CrmError:
    message = f"the results of a bulk query broke off: {what}"
    return CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))


def _record(row: Sequence[str], object_type: str, fields: Sequence[str]) -> Record:
    """CSV has no null: an empty value is one. Numbers and flags stay texts, as normal forms read them."""
    found: dict[str, Any] = {}
    for name, text in zip(export_columns(fields), row, strict=True):
        relation, dot, field = name.partition(".")
        if dot:
            found.setdefault(relation, {})[field] = text or None
        else:
            found[name] = text or None
    return record_of(found, object_type, fields)
