"""Call counters in DynamoDB: one item a side limits the calls, another an hour reports them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.allocation_item import (
    Update,
    age,
    charge,
    counters_document,
    counters_from,
    give_back,
)
from crmsync.adapters.aws.attributes import to_document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.core.call_counters import Counters, Demand, first_hour, refusal, rolled, until_next_second
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side
from crmsync.ports.clock import Clock
from crmsync.ports.usage import HourlyCalls

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ATTEMPTS = 12
"""More than the day, the hour and the second can move on under one reservation."""

REPORT_KEPT_SECONDS = 90 * 86_400


class DynamoCallLedger:
    """The CallLedger. Presumes the second and the day that it saw last, and learns better from a refusal."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)
        self._presumed: dict[Side, Counters] = {}
        self._windows: dict[Side, int] = {}

    def reserve(
        self, side: Side, units: int, allowance: Allowance, now: Millis, *, searches: int = 0
    ) -> Refused | None:
        """One UpdateItem; one more in the first call of a second, an hour or a day. Raises ValueError for more
        units at once than one second may hold.
        """
        demand = Demand(units, searches, allowance, now)
        hopeless = refusal(rolled(Counters(), now, allowance.time_zone), demand)
        if hopeless is not None:
            return hopeless
        presumed = self._presumed.get(side, Counters())
        for _ in range(ATTEMPTS):
            stored = self._apply(side, charge(demand, presumed))
            if stored is None:
                self._presumed[side] = rolled(presumed, now, allowance.time_zone)
                return None
            refused = refusal(rolled(stored, now, allowance.time_zone), demand)
            if refused is not None:
                return refused
            if stored.aged < first_hour(now):
                self._apply(side, age(stored, now))
            presumed = stored
        return Refused(until_next_second(now), exhausted=False)

    def _apply(self, side: Side, update: Update) -> Counters | None:
        """None when it was done, else the counters that made the condition fail."""
        key = _allocation_key(side)
        with answering(SERVICE):
            try:
                self._table.client.update_item(
                    TableName=self._table.name,
                    Key=self._table.key_item(key),
                    UpdateExpression=update.expression,
                    ConditionExpression=update.condition,
                    ExpressionAttributeValues=to_item(update.values),
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise
                item: Any = error.response.get("Item")
                return counters_from(to_document(item)) if item else self._begin(side)
        return None

    def _begin(self, side: Side) -> Counters:
        """The side's very first counters; whoever comes second finds them there."""
        counters, key = Counters(), _allocation_key(side)
        self._table.put_new({"pk": key[0], "sk": key[1], **counters_document(counters)})
        return counters

    def give_back(self, side: Side, units: int, reserved_at: Millis) -> None:
        """What cannot be given back stays spent until it ages out."""
        stored: Counters | None = self._stored(side)
        for _ in range(ATTEMPTS):
            update = give_back(stored, units, reserved_at) if stored is not None else None
            if update is None:
                return
            stored = self._apply(side, update)

    def _stored(self, side: Side) -> Counters:
        item = self._table.get(_allocation_key(side))
        return counters_from(item) if item else Counters()

    def used(self, side: Side, allowance: Allowance, now: Millis) -> int:
        return rolled(self._stored(side), now, allowance.time_zone).spent(allowance.window)

    def record(self, side: Side, at: Millis, counts: Mapping[tuple[str, str, str], int]) -> None:
        """One item an hour, one attribute a (class, purpose, function). A lost answer may count twice here: this is
        the report, not the limit.
        """
        if not counts:
            return
        moment = datetime.fromtimestamp(at / 1_000, UTC)
        names = {f"#c{place}": "|".join(key) for place, key in enumerate(counts)}
        values = {f":c{place}": calls for place, calls in enumerate(counts.values())}
        adds = ", ".join(f"#c{place} :c{place}" for place in range(len(counts)))
        key = (_report_partition(side, moment.date().isoformat()), f"{moment:%H}")
        with answering(SERVICE):
            self._table.client.update_item(
                TableName=self._table.name,
                Key=self._table.key_item(key),
                UpdateExpression=f"ADD {adds} SET expires_at = :expires_at",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=to_item({**values, ":expires_at": at // 1_000 + REPORT_KEPT_SECONDS}),
            )

    def hourly(self, side: Side, now: Millis, days: int = 7) -> Sequence[HourlyCalls]:
        today = datetime.fromtimestamp(now / 1_000, UTC).date()
        dates = [(today - timedelta(days=back)).isoformat() for back in range(days - 1, -1, -1)]
        return [row for date in dates for row in self._of_day(side, date)]

    def _of_day(self, side: Side, date: str) -> Iterator[HourlyCalls]:
        for item in self._table.query(_report_partition(side, date)):
            for name in sorted(name for name in item if "|" in name):
                call_class, purpose, function = name.split("|")
                yield HourlyCalls(f"{date}T{item['sk']}", call_class, purpose, function, item[name])

    def set_vendor(self, side: Side, used: int, limit: int, at: Millis) -> None:
        pk, sk = _vendor_key(side)
        self._table.put({"pk": pk, "sk": sk, "vendor_used": used, "vendor_limit": limit, "seen_at": at})

    def vendor(self, side: Side) -> tuple[int, int, Millis] | None:
        item = self._table.get(_vendor_key(side))
        return (item["vendor_used"], item["vendor_limit"], item["seen_at"]) if item else None

    def set_window(self, side: Side, calls: int) -> None:
        if self._windows.get(side) == calls:
            return
        pk, sk = _window_key(side)
        self._table.put({"pk": pk, "sk": sk, "calls": calls})
        self._windows[side] = calls

    def window(self, side: Side) -> int | None:
        item = self._table.get(_window_key(side))
        if item is not None:
            self._windows[side] = item["calls"]
        return item["calls"] if item is not None else None


def _window_key(side: Side) -> tuple[str, str]:
    return f"window#{side}", "calls"


def _allocation_key(side: Side) -> tuple[str, str]:
    return f"allocation#{side}", "counters"


def _report_partition(side: Side, date: str) -> str:
    return f"calls#{side}#{date}"


def _vendor_key(side: Side) -> tuple[str, str]:
    return f"vendor#{side}", "limits"
