"""SOQL over HTTP: the first page, and the next ones by their locator."""

from __future__ import annotations

import re

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.soql.engine import Result

_LARGEST_PAGE = 2000
_SMALLEST_PAGE = 200
_BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)


def query(call: Call) -> Response:
    return _first_page(call, deleted=False)


def query_all(call: Call) -> Response:
    """Deleted and merged records too, while they are in the recycle bin."""
    return _first_page(call, deleted=True)


def next_page(call: Call, locator: str) -> Response:
    cursor_id, _, start = locator.partition("-")
    org, user = call.org, call.transaction.caller.user_id
    result = org.cursors.result(cursor_id, user, org.clock(), org.settings.cursor_life_s)
    if result is None or not start.isdigit():
        raise _invalid_locator()
    return _page(call, result, int(start), cursor_id)


def _first_page(call: Call, *, deleted: bool) -> Response:
    soql = call.request.param("q")
    if not soql:
        raise refuse_request("MALFORMED_QUERY", "A query string has to be specified")
    now_ms = int(call.org.clock() * 1000)
    result = call.org.soql.run(soql, is_integration=call.is_integration, now_ms=now_ms, deleted=deleted)
    return _page(call, result, 0, "")


def _page(call: Call, result: Result, start: int, cursor_id: str) -> Response:
    size = _page_size(call)
    end = start + size
    body: dict[str, object] = {"totalSize": result.total, "done": end >= len(result.rows)}
    if not body["done"]:
        body["nextRecordsUrl"] = f"{call.base}/query/{cursor_id or _open(call, result)}-{end}"
    body["records"] = result.page(start, size, call.base)
    return json_response(200, body)


def _open(call: Call, result: Result) -> str:
    org = call.org
    return org.cursors.open(call.transaction.caller.user_id, result, org.clock(), org.settings.open_cursors)


def _page_size(call: Call) -> int:
    match = _BATCH_SIZE.search(call.request.headers.get("sforce-query-options", ""))
    return min(_LARGEST_PAGE, max(_SMALLEST_PAGE, int(match[1]))) if match else _LARGEST_PAGE


def _invalid_locator() -> SalesforceError:
    return refuse_request("INVALID_QUERY_LOCATOR", "invalid query locator")
