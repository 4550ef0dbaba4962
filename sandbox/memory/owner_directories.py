"""The OwnerDirectories in memory."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.owner_directory import OwnerDirectory
from crmsync.core.record import Millis
from crmsync.ports.owner_directories import Round


class MemoryOwnerDirectories:
    def __init__(self) -> None:
        self._present: OwnerDirectory | None = None
        self._round = Round()
        self.first_kept_at: Millis | None = None

    def present(self) -> OwnerDirectory | None:
        return self._present

    def keep(self, directory: OwnerDirectory, at: Millis) -> None:
        self._present = OwnerDirectory(dict(directory.users), dict(directory.owners))
        self._round = Round(at, at)
        self.first_kept_at = at if self.first_kept_at is None else self.first_kept_at

    def last_round(self) -> Round:
        return self._round

    def note_try(self, at: Millis) -> None:
        self._round = self._round._replace(tried_at=at)

    def ask_for(self, ids: Sequence[str]) -> None:
        self._round = self._round._replace(asked_for=tuple(sorted({*self._round.asked_for, *ids})))
