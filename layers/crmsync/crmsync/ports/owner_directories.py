"""Where the directory of owners lives, and who asked for somebody that it does not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from crmsync.core.owner_directory import OwnerDirectory
from crmsync.core.record import Millis


class Round(NamedTuple):
    """When the lists were read last, when that was tried last, and whom workers did not find since (ids)."""

    read_at: Millis = 0
    tried_at: Millis = 0
    asked_for: Sequence[str] = ()


class OwnerDirectories(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer."""

    def present(self) -> OwnerDirectory | None:
        """The directory; None before the lists were read for the first time. May be cached by the adapter."""

    def keep(self, directory: OwnerDirectory, at: Millis) -> None:
        """Replaces the directory; what was asked for is answered by it."""

    def last_round(self) -> Round:
        """Not cached."""

    def note_try(self, at: Millis) -> None:
        """The lists could not be read."""

    def ask_for(self, ids: Sequence[str]) -> None:
        """Ids of owners or users that the directory does not have; the next round looks for them."""
