"""How far a poll has come with one object type: what survives between rounds and across crashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from crmsync.core.record import Millis, Side

LOOK_BACK: Millis = 600_000
"""Salesforce stamps a record when its transaction writes it, and shows it when the transaction ends: up to ten
minutes later. HubSpot's search index lags too. So each window begins this much before the last one's end."""


def poll_job(side: Side) -> str:
    """The name of a side's poll: of its job, and the cause of the changes that it finds."""
    return f"{side}_poll"


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time [since, until) being polled; `page` continues within it (the CRM's opaque cursor)."""

    since: Millis
    until: Millis
    page: str | None = None


@dataclass(frozen=True, slots=True)
class PollCursor:
    """Everything in [started_at, done_until) was enqueued; `window` is what was begun and not finished."""

    started_at: Millis
    done_until: Millis
    window: Window | None = None

    def next_window(self, until: Millis) -> Window | None:
        """The unfinished window, else the next one up to `until`; None when no time has passed."""
        if self.window is not None:
            return self.window
        if until <= self.done_until:
            return None
        return Window(max(self.started_at, self.done_until - LOOK_BACK), until)

    def after_page(self, window: Window, page: str | None) -> PollCursor:
        """The cursor once a page was enqueued; `page` is where the next one begins, None after the last."""
        if page is None:
            return PollCursor(self.started_at, window.until)
        return replace(self, window=replace(window, page=page))

    def as_dict(self) -> dict[str, Any]:
        """The JSON form, as kept in the job's state."""
        body: dict[str, Any] = {"started_at": self.started_at, "done_until": self.done_until}
        if self.window is not None:
            body["window"] = {"since": self.window.since, "until": self.window.until, "page": self.window.page}
        return body

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> PollCursor:
        """The inverse of `as_dict`."""
        window = body.get("window")
        opened = Window(int(window["since"]), int(window["until"]), window["page"]) if window else None
        return cls(int(body["started_at"]), int(body["done_until"]), opened)
