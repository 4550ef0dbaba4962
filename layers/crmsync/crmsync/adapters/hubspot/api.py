"""One HubSpot call: sent, checked, and its failures classified by HubSpot's table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crmsync.adapters.answers import ask, object_in
from crmsync.adapters.hubspot.paths import Paths
from crmsync.core.record import Value
from crmsync.core.vendor_errors.hubspot import classify
from crmsync.ports.transport import ApiCall, Transport

BATCH_LIMIT = 100

_READ = (200, 207)
_WRITTEN = (200, 201, 207)
"""HubSpot changed 201 to 200 for one batch create without notice; the body tells what was done either way."""


class HubspotApi:
    """Every method raises CrmError when the whole call failed."""

    def __init__(self, transport: Transport, paths: Paths) -> None:
        self._transport = transport
        self.paths = paths

    def get(self, path: str, purpose: str) -> Mapping[str, Any]:
        return self._ask(ApiCall("GET", path, purpose), (200,))

    def read(self, path: str, body: Mapping[str, Any], purpose: str) -> Mapping[str, Any]:
        return self._ask(ApiCall("POST", path, purpose, body=body), _READ)

    def search(self, path: str, body: Mapping[str, Any], purpose: str) -> Mapping[str, Any]:
        return self._ask(ApiCall("POST", path, purpose, body=body, is_search=True), (200,))

    def write(
        self, path: str, inputs: Sequence[Mapping[str, Any]], purpose: str, sent: tuple[Value, ...]
    ) -> Mapping[str, Any]:
        """`sent` are the values in the call, kept out of failures' messages."""
        call = ApiCall("POST", path, purpose, body={"inputs": list(inputs)}, writes=True)
        return self._ask(call, _WRITTEN, sent)

    def edit(self, method: str, path: str, body: object, purpose: str) -> Mapping[str, Any]:
        """A write that is no batch of records."""
        return self._ask(ApiCall(method, path, purpose, body=body, writes=True), _WRITTEN)

    def _ask(self, call: ApiCall, expected: Collection[int], sent: tuple[Value, ...] = ()) -> Mapping[str, Any]:
        return object_in(ask(self._transport, call, expected, classify, sent), call)
