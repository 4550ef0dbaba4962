"""Calls HubSpot through `hubspot-api-client`, with plain objects instead of its models.

The low-level `call_api` serves both path families (the generated methods know only v1 to v4) and costs a tenth of
their CPU time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from hubspot import HubSpot
from hubspot.crm.objects import ApiException
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.retry import Retry

from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError

HOST = "https://api.hubapi.com"
CONNECT_TIMEOUT_S = 2.0
READ_TIMEOUT_S = 8.0

_NEVER_SENT = (NewConnectionError, ConnectTimeoutError, NameResolutionError)

# At DEBUG the client logs whole answers, and the pool below it each path: both may hold personal data.
logging.getLogger("hubspot").setLevel(logging.INFO)
logging.getLogger("urllib3").setLevel(logging.INFO)


class _AnyStatus:
    """The client decodes only statuses it is told of and turns any other 2xx into None."""

    def get(self, _status: int, _default: object = None) -> str:
        return "object"


class HubspotClientTransport:
    """A Transport. One connection pool for its life; no retry and no sleep of the client's own (also not on 429)."""

    def __init__(self, access_token: str, host: str = HOST) -> None:
        client = HubSpot(access_token=access_token, host=host.rstrip("/"), retry=Retry(total=False))
        # Each access of this property builds a new client and pool: once is enough.
        self._client = client.crm.objects.basic_api.api_client

    def send(self, call: ApiCall) -> ApiAnswer:
        try:
            body, status, headers = self._call(call)
        except HTTPError as error:
            raise NoAnswerError(type(error).__name__, sent=not isinstance(error, _NEVER_SENT)) from error
        except ApiException as error:
            # Every status that is not 2xx; 0 is the client's own for what was no HTTP answer.
            body, status, headers = error.body, error.status, error.headers
        except (ValueError, AttributeError) as error:
            # Bytes that are no text; a failed TLS handshake, which ends in an AttributeError within the client.
            raise NoAnswerError(type(error).__name__) from error
        if not status:
            raise NoAnswerError("no HTTP answer")
        return ApiAnswer(status, _decoded(body, status), {name.lower(): text for name, text in headers.items()})

    def _call(self, call: ApiCall) -> tuple[Any, int, Mapping[str, str]]:
        query = f"?{urlencode(call.query, doseq=True)}" if call.query else ""
        answer: tuple[Any, int, Mapping[str, str]] = self._client.call_api(
            call.path + query,
            call.method,
            header_params={"Accept": "application/json", "Content-Type": "application/json", **call.headers},
            body=call.body,
            auth_settings=["oauth2"],
            response_types_map=_AnyStatus(),
            _request_timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
            _return_http_data_only=False,
        )
        return answer


def _decoded(body: Any, status: int) -> Any:  # noqa: ANN401 - JSON is any value
    """The client gives decoded JSON for a 2xx, text for an error, and the text itself where it is not JSON."""
    if not body or not isinstance(body, str):
        return body or None
    try:
        return json.loads(body)
    except ValueError as error:
        if status < 400:
            raise NoAnswerError(f"HTTP {status} without JSON") from error
        return None
