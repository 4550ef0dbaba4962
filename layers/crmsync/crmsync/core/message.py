"""A queue message: up to a hundred changes that one delivery brought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from crmsync.core.change import Change, MalformedChangeError, decode_change, encode_change

MESSAGE_CHANGES = 100
MESSAGE_BYTES = 200_000


def pack(changes: Sequence[Change], most: int = MESSAGE_CHANGES) -> Iterator[str]:
    """The bodies of as few messages as hold all changes, each of at most `most` changes and 200 KB."""
    parts: list[str] = []
    size = 0
    for change in changes:
        # ASCII only: SQS refuses some characters, and a lone surrogate has no UTF-8.
        part = json.dumps(encode_change(change), separators=(",", ":"))
        length = len(part) + 1
        if parts and (len(parts) >= most or size + length > MESSAGE_BYTES):
            yield _body(parts)
            parts, size = [], 0
        parts.append(part)
        size += length
    if parts:
        yield _body(parts)


def _body(parts: Sequence[str]) -> str:
    return '{"changes":[' + ",".join(parts) + "]}"


def unpack(body: str) -> list[Change]:
    """The changes of a message. Raises MalformedChangeError when any of them is none."""
    try:
        changes = json.loads(body)["changes"]
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedChangeError(f"not a message of changes: {type(error).__name__}") from error
    if not isinstance(changes, list):
        raise MalformedChangeError("changes: must be a list")
    return [decode_change(change) for change in changes]
