"""What a worker that died on a page had written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crmsync.core.link import Entry, Link
from crmsync.ports.history import History

LATEST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """`cause` is that of the round."""

    history: History
    cause: str

    def entries(self, link: Link | None) -> Iterator[Entry]:
        if link is None:
            return
        for row in self.history.of(link.hubspot, LATEST_ROWS):
            if self.cause in row.cause.split("+"):
                yield from row.entries
