"""The rounds of campaigns' options: one item of the Config table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmsync.adapters.aws.dynamodb_round import DynamoRound
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.core.record import Millis
from crmsync.ports.campaign_rounds import CampaignRound
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROUND = ("campaigns_round", "last")


class DynamoCampaignRounds:
    """The CampaignRounds."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._round = DynamoRound(DynamoTable(client, table, clock), ROUND)

    def last_round(self) -> CampaignRound:
        return CampaignRound(*self._round.last())

    def note_round(self, at: Millis) -> None:
        self._round.note_round(at)

    def note_try(self, at: Millis) -> None:
        self._round.note_try(at)

    def ask_for(self, ids: Sequence[str]) -> None:
        self._round.ask_for(ids)
