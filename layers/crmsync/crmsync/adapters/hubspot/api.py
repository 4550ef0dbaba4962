"""One HubSpot call: sent, checked, and its failures classified by HubSpot's table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crmsync.adapters.answers import ask, object_in
from crmsync.adapters.http_date import server_time
from crmsync.adapters.hubspot.paths import Paths
from crmsync.core.record import Millis, Value
from crmsync.core.vendor_errors.hubspot import classify
from crmsync.ports.transport import ApiCall, Transport

BATCH_LIMIT = 100
_NO_QUERY: Mapping[str, str] = {}

_READ = (200, 207)
_WRITTEN = (200, 201, 207)
"""HubSpot changed 201 to 200 for one batch create without notice; the body tells what was done either way."""


_ARCHIVED = (200, 204)


class HubspotApi:
    """Every method raises CrmError when the whole call failed."""

    def __init__(self, transport: Transport, paths: Paths) -> None:
        self._transport = transport
        self.paths = paths
        self.server_time: Millis | None = None

    def get(self, path: str, purpose: str, query: Mapping[str, str] = _NO_QUERY) -> Mapping[str, Any]:
        return self._ask(ApiCall("GET", path, purpose, query=query), (200,))

    def read(self, path: str, body: Mapping[str, Any], purpose: str, *, archived: bool = False) -> Mapping[str, Any]:
        """`archived` reads the recycle bin, and only that."""
        query = {"archived": "true"} if archived else {}
        return self._ask(ApiCall("POST", path, purpose, query=query, body=body), _READ)

    def search(self, path: str, body: Mapping[str, Any], purpose: str) -> Mapping[str, Any]:
        return self._ask(ApiCall("POST", path, purpose, body=body, is_search=True), (200,))

    def write(
        self,
        path: str,
        inputs: Sequence[Mapping[str, Any] | str],
        purpose: str,
        sent: tuple[Value, ...],
        query: Mapping[str, str] = _NO_QUERY,
    ) -> Mapping[str, Any]:
        """`sent` are the values in the call, kept out of failures' messages."""
        call = ApiCall("POST", path, purpose, query=query, body={"inputs": list(inputs)}, writes=True)
        return self._ask(call, _WRITTEN, sent)

    def write_one(
        self, path: str, purpose: str, sent: tuple[Value, ...], query: Mapping[str, str] = _NO_QUERY
    ) -> Mapping[str, Any]:
        """A write whose path and query tell all of it. `sent` as in `write`."""
        return self._ask(ApiCall("POST", path, purpose, query=query, writes=True), _WRITTEN, sent)

    def archive(self, path: str, ids: Sequence[str]) -> None:
        """The answer is empty, whatever state the records were in."""
        self.remove(path, [{"id": record_id} for record_id in ids], "delete")

    def remove(self, path: str, inputs: Sequence[Mapping[str, Any]], purpose: str) -> None:
        """A batch whose answer is empty."""
        call = ApiCall("POST", path, purpose, body={"inputs": list(inputs)}, writes=True)
        ask(self._transport, call, _ARCHIVED, classify)

    def edit(self, method: str, path: str, body: object, purpose: str) -> Mapping[str, Any]:
        """A write that is no batch of records."""
        return self._ask(ApiCall(method, path, purpose, body=body, writes=True), _WRITTEN)

    def ask_about_token(self, path: str, access_token: str) -> Mapping[str, Any]:
        """The token is kept out of failures' messages."""
        call = ApiCall("POST", path, "token_info", body={"tokenKey": access_token})
        return self._ask(call, (200,), (access_token,))

    def _ask(self, call: ApiCall, expected: Collection[int], sent: tuple[Value, ...] = ()) -> Mapping[str, Any]:
        answer = ask(self._transport, call, expected, classify, sent)
        self.server_time = server_time(answer.headers) or self.server_time
        return object_in(answer, call)
