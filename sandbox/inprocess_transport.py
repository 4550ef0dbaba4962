"""Calls a simulator in the same process: the same bytes as over the wire, without the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError

from sandbox.frame.gateway import Gateway
from sandbox.frame.http import Request, Response, request_of

TIMEOUT_S = 10.0
JSON = "application/json"
CSV = "text/csv"
FORM = "application/x-www-form-urlencoded"


class InProcessTransport:
    """A Transport. `headers` go with every call, such as HubSpot's `Authorization`.

    An answer that would come after ten seconds is none; a shorter delay passes in no time.
    """

    def __init__(self, gateway: Gateway, headers: Mapping[str, str] | None = None) -> None:
        self._gateway = gateway
        self._headers = dict(headers or {})

    def send(self, call: ApiCall) -> ApiAnswer:
        exchange = self._gateway.exchange(encode(call, self._headers))
        if exchange.response is None:
            raise NoAnswerError("the connection was cut")
        if exchange.delay >= TIMEOUT_S:
            raise NoAnswerError("no answer in time")
        return decode(exchange.response)


def encode(call: ApiCall, headers: Mapping[str, str]) -> Request:
    """The request as a server would receive it."""
    own = {"Content-Type": JSON, "Accept": JSON, **headers, **call.headers}
    query = f"?{urlencode(call.query, doseq=True)}" if call.query else ""
    body = b""
    if call.body is not None:
        is_form = own["Content-Type"] == FORM
        body = (urlencode(call.body) if is_form else json.dumps(call.body)).encode()
    return request_of(call.method, call.path + query, own, body)


def decode(response: Response) -> ApiAnswer:
    headers = {name.lower(): text for name, text in response.headers.items()}
    body = response.body.decode() if headers.get("content-type", "").startswith(CSV) else _json(response)
    return ApiAnswer(response.status, body, headers)


def _json(response: Response) -> Any:  # noqa: ANN401 - JSON is any value
    if not response.body:
        return None
    try:
        return response.json()
    except ValueError as error:
        if response.status < 400:
            raise NoAnswerError("an answer that is no JSON") from error
        return None
