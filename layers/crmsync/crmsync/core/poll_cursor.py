"""How far a poll has come with one object type: what survives between rounds and across crashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from crmsync.core.record import Millis, Side

LOOK_BACK: Millis = 600_000
"""Salesforce stamps a record when its transaction writes it, and shows it when the transaction ends: up to ten
minutes later. HubSpot's search index lags too. So each window begins this much before the last one's end."""

CROWD = 1_000
"""Of more records than these the look-back waits until it can be the last one: each is read twice, not once a round."""


def poll_job(side: Side) -> str:
    """The name of a side's poll: of its job, and the cause of the changes that it finds."""
    return f"{side}_poll"


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time [since, until) being polled; `page` continues within it (the CRM's opaque cursor).

    `young` counts the records shown so far that the next look-back would show again.
    """

    since: Millis
    until: Millis
    page: str | None = None
    young: int = 0

    @property
    def looks_back_from(self) -> Millis:
        """Where the next window begins: what is younger may still show late."""
        return self.until - LOOK_BACK


@dataclass(frozen=True, slots=True)
class PollCursor:
    """Everything in […, done_until) was enqueued; `window` is what was begun and not finished.

    What is older than `settled_until` was read when nothing could show late any more. `crowded_until` is the end of a
    look-back that showed a crowd, 0 for none: until that is settled, windows begin where the last one ended.
    """

    settled_until: Millis
    done_until: Millis
    crowded_until: Millis = 0
    window: Window | None = None

    def next_window(self, until: Millis) -> Window | None:
        """The unfinished window, else the next one up to `until`; None when no time has passed."""
        if self.window is not None:
            return self.window
        if until <= self.done_until:
            return None
        waits = until - LOOK_BACK < self.crowded_until
        return Window(self.done_until if waits else self.settled_until, until)

    def after_page(self, window: Window, page: str | None, young: int = 0) -> PollCursor:
        """The cursor once a page was enqueued; `page` is where the next one begins, None after the last. `young` of
        its records changed after `window.looks_back_from`.
        """
        shown = window.young + young
        if page is not None:
            return replace(self, window=replace(window, page=page, young=shown))
        if window.since > self.settled_until:
            # Another crowd does not put the look-back off again, or it would never come.
            return replace(self, done_until=window.until, window=None)
        settled = max(self.settled_until, window.looks_back_from)
        return PollCursor(settled, window.until, window.until if shown > CROWD else 0)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form, as kept in the job's state."""
        return asdict(self)

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> PollCursor:
        """The inverse of `as_dict`."""
        window = body["window"]
        return cls(**{**body, "window": Window(**window) if window else None})
