"""Files for the administrator: kept for 30 days, encrypted, reached by an address that expires."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.record import Millis


class Exports(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer."""

    def put(self, key: str, text: str) -> None:
        """Stores a file; the same key again replaces it."""

    def read(self, key: str) -> str:
        """The file's text; empty when there is none, or none any more."""

    def address(self, key: str, lifetime: Millis) -> str:
        """A URL with which anybody may download the file until the lifetime ends."""
