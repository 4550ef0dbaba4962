"""The health of the live feeds in DynamoDB: one item a feed in the table of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.core.feed_health import FeedHealth, LiveFeed
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock
from crmsync.ports.feed_log import HEARD_EVERY

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_HEARD = "SET last_event_at = :at, misses = :none"
_NOT_LATELY = "attribute_not_exists(last_event_at) OR last_event_at <= :before"
_MISSED = "SET missed_at = :at ADD misses :changes"
_POLLED = "SET polled_at = :at"


class DynamoFeedLog:
    """The FeedLog. A container that noted an event does not ask again within the minute."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)
        self._heard_at: dict[LiveFeed, Millis] = {}

    def heard(self, feed: LiveFeed, at: Millis) -> None:
        if at - self._heard_at.get(feed, at - HEARD_EVERY) < HEARD_EVERY:
            return
        self._heard_at[feed] = at
        self._update(feed, _HEARD, {":at": at, ":none": 0, ":before": at - HEARD_EVERY}, _NOT_LATELY)

    def missed(self, feed: LiveFeed, changes: int, at: Millis) -> None:
        self._update(feed, _MISSED, {":at": at, ":changes": changes})

    def polled(self, feed: LiveFeed, at: Millis) -> None:
        self._update(feed, _POLLED, {":at": at})

    def of(self, feed: LiveFeed) -> FeedHealth:
        item = self._table.get(_key(feed)) or {}
        names = ("last_event_at", "missed_at", "misses", "polled_at")
        return FeedHealth(**{name: item.get(name, 0) for name in names})

    def _update(self, feed: LiveFeed, update: str, values: Document, condition: str = "") -> None:
        asked: dict[str, Any] = {"ConditionExpression": condition} if condition else {}
        with answering(SERVICE):
            try:
                self._table.client.update_item(
                    TableName=self._table.name,
                    Key=self._table.key_item(_key(feed)),
                    UpdateExpression=update,
                    ExpressionAttributeValues=to_item(values),
                    **asked,
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise


def _key(feed: LiveFeed) -> tuple[str, str]:
    return f"feed#{feed}", "state"
