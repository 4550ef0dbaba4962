"""One HTTP request and one HTTP response, free of any server library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

JSON = "application/json;charset=utf-8"


class NotJsonError(Exception):
    """The request's body is not the JSON that the route needs."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a simulator sees it. `path` is decoded, header names are lower-case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> Any:  # noqa: ANN401 - JSON is any value
        """The decoded body; an empty body is None. Raises NotJsonError."""
        if not self.body.strip():
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise NotJsonError(str(error)) from error

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def param(self, name: str, default: str | None = None) -> str | None:
        """The first query value of that name."""
        return next((value for key, value in self.query if key == name), default)

    def params(self, name: str) -> list[str]:
        """All query values of that name, comma-separated ones split."""
        return [part for key, value in self.query if key == name for part in value.split(",") if part]


def request_of(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
    """A request from a request line's target (path and query, still encoded)."""
    path, _, query = target.partition("?")
    return Request(
        method=method.upper(),
        path=unquote(path),
        query=tuple(parse_qsl(query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in headers.items()},
        body=body,
    )


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:  # noqa: ANN401 - JSON is any value
        return json.loads(self.body)


def json_response(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, {"Content-Type": JSON, **(headers or {})})
