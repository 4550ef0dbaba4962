"""What a function has printed."""

from __future__ import annotations

from typing import Any

PAGE = 10_000
"""The most that CloudWatch Logs gives at once."""


def log_lines(logs: Any, group: str) -> list[str]:  # noqa: ANN401 -- boto3's client
    """All of the group's lines, oldest first.

    The emulator gives no token for a next page, so that one is asked for by time: from the last millisecond on, of
    which there may be more.
    """
    lines: list[str] = []
    start = 0
    while len(page := logs.filter_log_events(logGroupName=group, startTime=start, limit=PAGE)["events"]) == PAGE:
        last = page[-1]["timestamp"]
        if last == start:
            raise ValueError(f"{group} has {PAGE} lines of one millisecond; no more can be read")
        lines += [event["message"] for event in page if event["timestamp"] < last]
        start = last
    return lines + [event["message"] for event in page]
