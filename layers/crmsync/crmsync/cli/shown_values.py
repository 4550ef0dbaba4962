"""Values as they may be put on a terminal: times relative to now, texts without control characters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from crmsync.core.record import Side

SIDES = {side.value: side.label for side in Side}
"""What people call the sides that answers name."""

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def plain(value: Any, style: str = "") -> Text:  # noqa: ANN401 - JSON is any value
    """The value itself: what a CRM holds is never read as markup, and never reaches the terminal as a command."""
    text = "-" if value is None else str(value)
    return Text("".join(character if character.isprintable() else " " for character in text), style=style)


def relative(time: str | None, now: datetime | None = None) -> Text:
    """`3 min ago`, `in 2 h`, `now`; `-` for no time. Takes ISO 8601."""
    if time is None:
        return plain(None)
    seconds = (datetime.fromisoformat(time) - (now or datetime.now(UTC))).total_seconds()
    for length, unit in _UNITS:
        if abs(seconds) >= length:
            count = f"{int(abs(seconds) // length)} {unit}"
            return Text(f"in {count}" if seconds > 0 else f"{count} ago")
    return Text("now")


def number(value: int | None) -> Text:
    """With separators between thousands."""
    return plain(None) if value is None else Text(f"{value:,}")
