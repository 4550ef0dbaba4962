"""Breakers in DynamoDB: one item a breaker, in the table of the call counters, changed by conditional updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code, unavailable
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.core.breaker import HOUR
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ATTEMPTS = 10
KEPT_SECONDS = 7 * 86_400

_ADD = "SET used = used + :n"
_IS_FREE = "hour_until > :now AND (used <= :room OR confirmed_until > :now)"
_BEGIN = (
    "SET used = :n, hour_until = :until, expires_at = :expires, confirmed_until = if_not_exists(confirmed_until, :zero)"
)
_IS_OVER = "attribute_not_exists(pk) OR hour_until <= :now"
_CONFIRM = (
    "SET confirmed_until = :until, expires_at = :expires, used = if_not_exists(used, :zero), "
    "hour_until = if_not_exists(hour_until, :zero)"
)


class DynamoBreakers:
    """The Breakers. One UpdateItem where the hour runs and there is room."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)

    def take(self, name: str, wanted: int, limit: int, now: Millis) -> int:
        """The race is this: two workers want 30 of 50. Both see none used; the first update makes it 30, the second
        fails its condition, learns that 20 are left, and takes those.
        """
        asked = wanted
        for _ in range(ATTEMPTS):
            values: Document = {":n": asked, ":now": now, ":room": limit - asked}
            present = self._update(name, _ADD, values, _IS_FREE)
            if present is None:
                return asked
            if present.get("hour_until", 0) <= now:
                first = wanted if present.get("confirmed_until", 0) > now else min(wanted, limit)
                if self._update(name, _BEGIN, _hour(first, now), _IS_OVER) is None:
                    return first
            elif present["used"] >= limit:
                return 0
            asked = min(wanted, max(limit - int(present.get("used", 0)), 1))
        raise unavailable(SERVICE, "a breaker that keeps moving")

    def give_back(self, name: str, count: int) -> None:
        self._update(name, "SET used = used - :n", {":n": count}, "used >= :n")

    def confirm(self, name: str, until: Millis) -> None:
        self._update(name, _CONFIRM, {":until": until, ":expires": _expiry(until), ":zero": 0})

    def _update(self, name: str, update: str, values: Document, condition: str = "") -> dict[str, Any] | None:
        """None when it was done, else the item that made the condition fail (empty when there is none)."""
        wanted: dict[str, Any] = {"ConditionExpression": condition} if condition else {}
        with answering(SERVICE):
            try:
                self._table.client.update_item(
                    TableName=self._table.name,
                    Key=self._table.key_item((f"breaker#{name}", "hour")),
                    UpdateExpression=update,
                    ExpressionAttributeValues=to_item(values),
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **wanted,
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise
                item: Any = error.response.get("Item")
                return to_document(item) if item else {}
        return None


def _hour(first: int, now: Millis) -> Document:
    return {":n": first, ":until": now + HOUR, ":now": now, ":expires": _expiry(now), ":zero": 0}


def _expiry(at: Millis) -> int:
    return at // 1_000 + KEPT_SECONDS
