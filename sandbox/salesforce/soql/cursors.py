"""Open query results, read on by their locators."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.salesforce.ids import IdSequence
from sandbox.salesforce.soql.engine import Result

_PREFIX = "01g"


@dataclass(frozen=True, slots=True)
class _Cursor:
    user_id: str
    result: Result
    opened_at: float


class Cursors:
    """A user has few: opening one more closes the oldest."""

    def __init__(self, ids: IdSequence) -> None:
        self._ids = ids
        self._open: dict[str, _Cursor] = {}

    def open(self, user_id: str, result: Result, now: float, most: int) -> str:
        own = [cursor_id for cursor_id, cursor in self._open.items() if cursor.user_id == user_id]
        for cursor_id in own[: max(0, len(own) + 1 - most)]:
            del self._open[cursor_id]
        cursor_id = self._ids.next(_PREFIX)
        self._open[cursor_id] = _Cursor(user_id, result, now)
        return cursor_id

    def result(self, cursor_id: str, user_id: str, now: float, life_s: float) -> Result | None:
        """None when the cursor is not there, too old, or another user's."""
        cursor = self._open.get(cursor_id)
        if cursor is None or cursor.user_id != user_id or now - cursor.opened_at > life_s:
            return None
        return cursor.result
