"""Where the records of an import come from: begun, waited for, read set by set, ended."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.import_walk import ImportWalk
from crmsync.core.record import Millis
from crmsync.ports.bulk_query import ResultSet


class Supply(Protocol):
    """Of one object of an import. Each method changes the walk as far as it came. Raises CrmError."""

    @property
    def fields(self) -> tuple[str, ...]:
        """What is read of each record, by the configuration as it is."""

    def begin(self, walk: ImportWalk) -> Millis:
        """How long to wait before the first look."""

    def look(self, walk: ImportWalk) -> Millis:
        """Sets `is_ready` when sets can be read; how long to wait before the next look. What is lost begins again."""

    def read(self, query_id: str, locator: str | None, /) -> ResultSet:
        """Raises CrmError with status 404 when the walk must be looked at again."""

    def end(self, walk: ImportWalk, /) -> None:
        """All sets are done."""

    def drop(self, walk: ImportWalk, /) -> None:
        """Nobody will read the rest."""
