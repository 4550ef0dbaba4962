"""The rounds of campaigns' options: one item of the Config table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.core.record import Millis
from crmsync.ports.campaign_rounds import CampaignRound
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROUND = ("campaigns_round", "last")


class DynamoCampaignRounds:
    """The CampaignRounds."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)

    def last_round(self) -> CampaignRound:
        item: Mapping[str, Any] = self._table.get(ROUND) or {}
        asked_for = tuple(sorted(item.get("asked_for", ())))
        return CampaignRound(item.get("read_at", 0), item.get("tried_at", 0), asked_for)

    def note_round(self, at: Millis) -> None:
        self._table.put({"pk": ROUND[0], "sk": ROUND[1], "read_at": at, "tried_at": at})

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
