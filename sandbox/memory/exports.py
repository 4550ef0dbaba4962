"""The Exports in memory."""

from __future__ import annotations

from crmsync.core.record import Millis


class MemoryExports:
    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def put(self, key: str, text: str) -> None:
        self.files[key] = text

    def read(self, key: str) -> str:
        return self.files.get(key, "")

    def address(self, key: str, lifetime: Millis) -> str:
        return f"memory://exports/{key}?lifetime={lifetime}"
