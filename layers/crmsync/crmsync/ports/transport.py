"""One HTTP call to a CRM, below everything that knows what the call means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class ApiCall:
    """`path` starts with `/` and has no host; `query` and `body` are not yet encoded.

    `writes` says that a lost answer leaves an unknown outcome. `purpose` names the call in the usage counters.
    """

    method: str
    path: str
    purpose: str
    query: Mapping[str, str | list[str]] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False
    is_search: bool = False


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """Any answer that the server gave, whatever its status. `body` is the decoded JSON, None when empty."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""


class NoAnswerError(Exception):
    """The connection failed, timed out, or the answer was not HTTP or not JSON.

    `sent` is False only when it is certain that the server never saw the request.
    """

    def __init__(self, reason: str, *, sent: bool = True) -> None:
        super().__init__(reason)
        self.sent = sent


class Transport(Protocol):
    """Sends one call, once: no retry, no sleep, a timeout of at most 10 s."""

    def send(self, call: ApiCall) -> ApiAnswer:
        """Answers with whatever status came back. Raises NoAnswerError when nothing (readable) did.

        A metered transport also raises CrmError(QUOTA_EXHAUSTED or RETRY_LATER) before the socket opens.
        """
