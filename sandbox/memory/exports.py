"""The Exports in memory."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.record import Millis


class MemoryExports:
    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def put(self, key: str, text: str) -> None:
        self.files[key] = text

    def read_all(self, prefix: str) -> Iterator[str]:
        return (self.files[key] for key in sorted(self.files) if key.startswith(prefix))

    def address(self, key: str, lifetime: Millis) -> str:
        return f"memory://exports/{key}?lifetime={lifetime}"
