"""Counts the calls that a simulator received, as the control endpoint shows them."""

from __future__ import annotations

from collections import Counter


class CallCounts:
    def __init__(self) -> None:
        self._clients: Counter[str] = Counter()
        self._routes: Counter[str] = Counter()

    def count(self, client: str, route: str) -> None:
        self._clients[client] += 1
        self._routes[route] += 1

    def reset(self) -> None:
        self._clients.clear()
        self._routes.clear()

    def as_json(self) -> dict[str, object]:
        """`{"total", "by_client": {"app", "user", …}, "by_route"}`; app and user are always there."""
        by_client = {"app": 0, "user": 0, **self._clients}
        return {"total": self._clients.total(), "by_client": by_client, "by_route": dict(self._routes)}
