"""HubSpot's path families over one table: `/crm/v3/objects/…` and `/crm/objects/2026-09/…` are the same route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.frame.http import NotJsonError, Request, Response
from sandbox.hubspot.author import Author
from sandbox.hubspot.errors import NotFoundError, ValidationError, VendorError

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

DATED = ("2026-03", "2026-09")
_VERSION = re.compile(r"v\d|\d{4}-\d{2}")


@dataclass(slots=True)
class Call:
    """One authenticated, admitted request on its way to a handler."""

    portal: Portal
    request: Request
    author: Author
    version: str
    params: Mapping[str, str]

    def body(self) -> dict[str, Any]:
        """The JSON object of the body. Raises 400."""
        try:
            body = self.request.json()
        except NotJsonError as error:
            raise ValidationError(f"Invalid input JSON: {error}") from error
        if not isinstance(body, dict):
            raise ValidationError("Invalid input JSON: the body must be an object")
        return body

    def limit(self, default: int, maximum: int) -> int:
        text = self.request.param("limit") or str(default)
        if not text.isdigit() or not 0 < int(text) <= maximum:
            raise ValidationError(f"Invalid limit {text}: it must be between 1 and {maximum}")
        return int(text)

    def flag(self, name: str) -> bool:
        """A boolean of the query; some clients write it `True`."""
        return (self.request.param(name) or "").lower() == "true"


Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """`template` is the path without its version, e.g. `crm/objects/{objectType}/search`."""

    method: str
    template: str
    handler: Handler
    scope: str
    numbered: tuple[str, ...] = ("v3",)
    search: bool = False
    dated: bool = True

    def serves(self, version: str) -> bool:
        return version in self.numbered or (self.dated and version in DATED)

    def label(self, version: str) -> str:
        """`METHOD /path/{pattern}` with the version where the family puts it."""
        parts = self.template.split("/")
        at = 2 if parts[0] == "crm" and version in DATED else 1
        return f"{self.method} /{'/'.join([*parts[:at], version, *parts[at:]])}"


@dataclass(slots=True)
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    name: str = ""
    routes: dict[str, list[Route]] = field(default_factory=dict)

    def descend(self, part: str) -> _Node:
        if not part.startswith("{"):
            return self.literals.setdefault(part, _Node())
        if self.parameter is None:
            self.parameter = _Node(name=part[1:-1])
        return self.parameter


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    version: str
    params: Mapping[str, str]


def split_version(path: str) -> tuple[list[str], str]:
    """The path's parts without its version, and the version (empty when it has none)."""
    parts = path.strip("/").split("/")
    for at in (1, 2):
        if len(parts) > at and _VERSION.fullmatch(parts[at]):
            if (at == 2) == (parts[0] == "crm" and parts[at] in DATED):
                return parts[:at] + parts[at + 1 :], parts[at]
            return parts, ""
    return parts, ""


class Router:
    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = tuple(routes)
        self._root = _Node()
        for route in self.routes:
            node = self._root
            for part in route.template.split("/"):
                node = node.descend(part)
            node.routes.setdefault(route.method, []).append(route)

    def match(self, method: str, path: str) -> Match:
        """Raises 404 for an unknown path and 405 for a wrong method."""
        parts, version = split_version(path)
        params: dict[str, str] = {}
        node = self._find(self._root, parts, 0, params)
        if node is None or not version:
            raise NotFoundError
        served = [route for route in node.routes.get(method, []) if route.serves(version)]
        if served:
            return Match(served[0], version, params)
        if not any(route.serves(version) for routes in node.routes.values() for route in routes):
            raise NotFoundError
        raise VendorError(405, "METHOD_NOT_ALLOWED", f"HTTP method {method} is not allowed")

    def _find(self, node: _Node, parts: list[str], at: int, params: dict[str, str]) -> _Node | None:
        if at == len(parts):
            return node if node.routes else None
        literal = node.literals.get(parts[at])
        found = self._find(literal, parts, at + 1, params) if literal else None
        if found or node.parameter is None or not parts[at]:
            return found
        params[node.parameter.name] = parts[at]
        return self._find(node.parameter, parts, at + 1, params)
