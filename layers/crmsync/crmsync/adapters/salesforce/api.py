"""Salesforce calls: sent, checked, their failures classified by Salesforce's table, and the org's usage noted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote_plus

from crmsync.adapters.answers import ask, object_in, unreadable
from crmsync.adapters.batches import batches
from crmsync.adapters.http_date import server_time
from crmsync.adapters.salesforce.soql import Query
from crmsync.core.failure import CrmError, Failure
from crmsync.core.record import Millis, Value
from crmsync.core.vendor_errors.salesforce import classify
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport

QUERIES_PER_CALL = 5
SUBREQUESTS_PER_CALL = 25
_USAGE = re.compile(r"(?<!-)api-usage=(\d+)/(\d+)")

Row = Mapping[str, Any]


class SalesforceApi:
    """Every method raises CrmError when the whole call failed."""

    def __init__(self, transport: Transport, version: str) -> None:
        self._transport = transport
        self._base = f"/services/data/v{version}"
        self.last_usage: tuple[int, int] | None = None
        self.server_time: Millis | None = None

    def queries(self, queries: Sequence[Query], purpose: str) -> list[list[Row]]:
        """All rows of each query; five queries ride in one call."""
        found: list[list[Row]] = []
        for batch in batches(queries, QUERIES_PER_CALL):
            answers = self.composite([self.address(query) for query in batch], purpose)
            found.extend(self._all_rows(answer, purpose) for answer in answers)
        return found

    def composite(self, addresses: Sequence[str], purpose: str) -> list[Mapping[str, Any]]:
        """GETs up to 25 resources (at most 5 of them queries) in one call; their bodies, in that order."""
        return [part_body(part) for part in self.parts(addresses, purpose)]

    def parts(self, addresses: Sequence[str], purpose: str) -> list[Mapping[str, Any]]:
        """The same with each sub-request's answer whole, whatever its status."""
        requests = [
            {"method": "GET", "url": self._base + address, "referenceId": f"part{index}"}
            for index, address in enumerate(addresses)
        ]
        return self._ask_together(requests, purpose)

    def _ask_together(
        self, requests: Sequence[Mapping[str, Any]], purpose: str, *, writes: bool = False, sent: tuple[Value, ...] = ()
    ) -> list[Mapping[str, Any]]:
        body = {"allOrNone": False, "compositeRequest": requests}
        call = ApiCall("POST", f"{self._base}/composite", purpose, body=body, writes=writes)
        parts = object_in(self._ask(call, (200,), sent), call).get("compositeResponse")
        if not isinstance(parts, list) or len(parts) != len(requests):
            raise CrmError(unreadable(call, 200, "another number of parts than asked for"))
        by_reference = {part.get("referenceId"): part for part in parts}
        return [by_reference[request["referenceId"]] for request in requests]

    def get(self, resource: str, purpose: str) -> Mapping[str, Any]:
        call = ApiCall("GET", f"{self._base}{resource}", purpose)
        return object_in(self._ask(call, (200,)), call)

    def request(
        self,
        method: str,
        resource: str,
        purpose: str,
        *,
        body: object = None,
        query: Mapping[str, str | list[str]] | None = None,
        accept: str = "",
    ) -> ApiAnswer:
        """Any other resource. `accept` is for one whose answer is no JSON."""
        headers = {"Accept": accept} if accept else {}
        call = ApiCall(method, f"{self._base}{resource}", purpose, body=body, query=query or {}, headers=headers)
        return self._ask(call, (200, 204))

    def counts(self, queries: Sequence[Query], purpose: str) -> list[int]:
        """What each COUNT() gives, all in one call (five at most)."""
        answers = self.composite([self.address(query) for query in queries], purpose)
        return [int(answer["totalSize"]) for answer in answers]

    def write_collection(
        self, method: str, rows: Sequence[Row], purpose: str, headers: Mapping[str, str], sent: tuple[Value, ...]
    ) -> list[Row]:
        """Up to 200 records, each for itself; one result a record, in order. `sent` stays out of messages."""
        body = {"allOrNone": False, "records": list(rows)}
        path = f"{self._base}/composite/sobjects"
        call = ApiCall(method, path, purpose, body=body, headers=headers, writes=True)
        return self._results(call, len(rows), sent)

    def create_collections(
        self, collections: Sequence[Sequence[Row]], headers: Mapping[str, str], sent: tuple[Value, ...]
    ) -> list[list[Row] | Failure]:
        """Up to five collections of 200 records in one call; of each the results, in order, or why it was refused
        whole.
        """
        path = f"{self._base}/composite/sobjects"
        requests = [
            {
                "method": "POST",
                "url": path,
                "referenceId": f"part{index}",
                "httpHeaders": dict(headers),
                "body": {"allOrNone": False, "records": list(rows)},
            }
            for index, rows in enumerate(collections)
        ]
        parts = self._ask_together(requests, "create", writes=True, sent=sent)
        return [_collected(part, len(rows), sent) for part, rows in zip(parts, collections, strict=True)]

    def delete_collection(self, ids: Sequence[str], headers: Mapping[str, str]) -> list[Row]:
        """Up to 200 records, each for itself; one result a record, in order."""
        query: dict[str, str | list[str]] = {"ids": ",".join(ids), "allOrNone": "false"}
        path = f"{self._base}/composite/sobjects"
        call = ApiCall("DELETE", path, "delete", query=query, headers=headers, writes=True)
        return self._results(call, len(ids))

    def _results(self, call: ApiCall, count: int, sent: tuple[Value, ...] = ()) -> list[Row]:
        results = self._ask(call, (200,), sent).body
        if not isinstance(results, list) or len(results) != count:
            raise CrmError(unreadable(call, 200, "another number of results than records"))
        return results

    def address(self, query: Query) -> str:
        resource = "queryAll" if query.with_deleted else "query"
        return f"/{resource}/?q={quote_plus(query.soql, safe=',()')}"

    def _all_rows(self, answer: Mapping[str, Any], purpose: str) -> list[Row]:
        """Salesforce may cut a result into pages at any size."""
        rows: list[Row] = list(answer.get("records") or ())
        while not answer.get("done", True):
            call = ApiCall("GET", str(answer["nextRecordsUrl"]), purpose)
            answer = object_in(self._ask(call, (200,)), call)
            rows.extend(answer.get("records") or ())
        return rows

    def _ask(self, call: ApiCall, expected: Collection[int], sent: tuple[Value, ...] = ()) -> ApiAnswer:
        answer = ask(self._transport, call, expected, classify, sent)
        self.server_time = server_time(answer.headers) or self.server_time
        usage = _USAGE.search(answer.headers.get("sforce-limit-info", ""))
        if usage:
            self.last_usage = (int(usage[1]), int(usage[2]))
        return answer


def part_body(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body of one sub-request. Raises CrmError when that one failed."""
    status, body = int(part["httpStatusCode"]), part.get("body")
    if status == 200 and isinstance(body, Mapping):
        return body
    raise CrmError(classify(status, body, {}, writes=False))


def _collected(part: Mapping[str, Any], count: int, sent: tuple[Value, ...]) -> list[Row] | Failure:
    status, body = int(part["httpStatusCode"]), part.get("body")
    if status == 200 and isinstance(body, list) and len(body) == count:
        return body
    return classify(status, body, {}, writes=True, sent=sent)
