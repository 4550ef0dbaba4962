"""Files for the administrator: kept for 30 days, encrypted, reached by an address that expires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from crmsync.core.record import Millis


class Exports(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer."""

    def put(self, key: str, text: str) -> None:
        """Stores a file; the same key again replaces it."""

    def read_all(self, prefix: str) -> Iterator[str]:
        """The texts of all files whose key begins so, in the order of the keys."""

    def address(self, key: str, lifetime: Millis) -> str:
        """A URL with which anybody may download the file until the lifetime ends."""
