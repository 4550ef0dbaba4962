"""Finds the handler of a request by its method and path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.frame.http import Response

Handler = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern's `{name}` takes one part of the path; `{name...}`, last, the rest of it. `open` needs no session."""

    method: str
    pattern: str
    handler: Handler
    open: bool = False

    @property
    def parts(self) -> list[str]:
        return self.pattern.strip("/").split("/")


@dataclass(frozen=True, slots=True)
class Match:
    """The parts that `{name}`s took, by name, in the order of the path."""

    route: Route
    values: dict[str, str]


class Router:
    def __init__(self, routes: Iterable[Route]) -> None:
        self._by_length: dict[int, list[tuple[list[str], Route]]] = {}
        self._open_ended: list[tuple[list[str], Route]] = []
        for route in routes:
            parts = route.parts
            if parts[-1].endswith("...}"):
                self._open_ended.append((parts, route))
            else:
                self._by_length.setdefault(len(parts), []).append((parts, route))

    def match(self, method: str, path: str) -> Match | None:
        """The route that serves the request; None when there is none."""
        return next((found for found in self._matches(path) if found.route.method == method), None)

    def allowed(self, path: str) -> list[str]:
        """The methods that the path has."""
        return sorted({found.route.method for found in self._matches(path)})

    def _matches(self, path: str) -> Iterable[Match]:
        parts = path.strip("/").split("/")
        for pattern, route in self._by_length.get(len(parts), ()):
            values = _fit(pattern, parts)
            if values is not None:
                yield Match(route, values)
        for pattern, route in self._open_ended:
            if len(parts) >= len(pattern):
                last = len(pattern) - 1
                values = _fit(pattern, [*parts[:last], "/".join(parts[last:])])
                if values is not None:
                    yield Match(route, values)


def _fit(pattern: list[str], parts: list[str]) -> dict[str, str] | None:
    values: dict[str, Any] = {}
    for wanted, part in zip(pattern, parts, strict=True):
        if wanted[0] == "{":
            values[wanted.strip("{.}")] = part
        elif wanted != part:
            return None
    return values
