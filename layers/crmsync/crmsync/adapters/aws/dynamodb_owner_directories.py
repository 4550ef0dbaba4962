"""The directory of owners in the Config table: one compressed item, and a small one that says when it was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmsync.adapters.aws.dynamodb_round import DynamoRound
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.adapters.aws.json_text import squeeze, unsqueeze
from crmsync.core.owner_directory import OwnerDirectory
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock
from crmsync.ports.owner_directories import Round

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DIRECTORY = ("owners", "directory")
ROUND = ("owners_round", "last")
CACHED: Millis = 30_000


class DynamoOwnerDirectories:
    """The OwnerDirectories. `present` may be `cached` milliseconds old."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock, cached: Millis = CACHED) -> None:
        self._table = DynamoTable(client, table, clock)
        self._round = DynamoRound(self._table, ROUND)
        self._clock = clock
        self._cached = cached
        self._known: OwnerDirectory | None = None
        self._known_at: Millis = 0
        self._known_until: Millis = 0

    def present(self) -> OwnerDirectory | None:
        """The small item tells whether the large one is worth reading again."""
        if self._clock.now() >= self._known_until:
            self._known_until = self._clock.now() + self._cached
            read_at = self.last_round().read_at
            if read_at != self._known_at:
                self._known, self._known_at = self._stored(), read_at
        return self._known

    def _stored(self) -> OwnerDirectory | None:
        item = self._table.get(DIRECTORY)
        return OwnerDirectory(**unsqueeze(item["people"])) if item is not None else None

    def keep(self, directory: OwnerDirectory, at: Millis) -> None:
        people = squeeze({"users": dict(directory.users), "owners": dict(directory.owners)})
        self._table.put({"pk": DIRECTORY[0], "sk": DIRECTORY[1], "people": people})
        # After the directory: a worker that sees the new time must find the new people.
        self._round.note_round(at)
        self._known_until = 0

    def last_round(self) -> Round:
        return Round(*self._round.last())

    def note_try(self, at: Millis) -> None:
        self._round.note_try(at)

    def ask_for(self, ids: Sequence[str]) -> None:
        self._round.ask_for(ids)
