"""The directory of owners in the Config table: one compressed item, and a small one that says when it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
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
        self._table.put({"pk": ROUND[0], "sk": ROUND[1], "read_at": at, "tried_at": at})
        self._known_until = 0

    def last_round(self) -> Round:
        item: Mapping[str, Any] = self._table.get(ROUND) or {}
        return Round(item.get("read_at", 0), item.get("tried_at", 0), tuple(sorted(item.get("asked_for", ()))))

    def note_try(self, at: Millis) -> None:
        self._update("SET tried_at = :value", {"N": str(at)})

    def ask_for(self, ids: Sequence[str]) -> None:
        if ids:
            self._update("ADD asked_for :value", {"SS": sorted(set(ids))})

    def _update(self, expression: str, value: Any) -> None:  # noqa: ANN401 - any attribute value
        with answering(SERVICE):
            self._table.client.update_item(
                TableName=self._table.name,
                Key=self._table.key_item(ROUND),
                UpdateExpression=expression,
                ExpressionAttributeValues={":value": value},
            )
