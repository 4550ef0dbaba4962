"""What of a record is parked, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from crmsync.cli.shown_values import plain, relative
from crmsync.core.parked import NOT_FIELDS


def parked_part(item: Mapping[str, Any]) -> str:
    """`field phone`, or `record` for all of it."""
    part = str(item["part"])
    return part if part in NOT_FIELDS else f"field {part}"


def parked_state(item: Mapping[str, Any]) -> Text:
    """`property values, next try in 5 min`"""
    following = item["next_try_at"]
    return Text.assemble(
        plain(item["category"].replace("_", " "), "red"),
        ", next try " if following else ", waits for a change",
        relative(following) if following else "",
    )
