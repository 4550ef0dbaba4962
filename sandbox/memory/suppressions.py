"""The Suppressions in memory."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from crmsync.core.suppression import marker

SALT = b"a salt of the sandbox"


class MemorySuppressions:
    def __init__(self) -> None:
        self._markers: set[str] = set()

    def suppress(self, texts: AbstractSet[str]) -> None:
        self._markers |= {marker(SALT, text) for text in texts}

    def suppressed(self, texts: AbstractSet[str]) -> frozenset[str]:
        return frozenset(text for text in texts if marker(SALT, text) in self._markers)
