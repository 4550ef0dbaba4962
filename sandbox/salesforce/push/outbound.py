"""Outbound Messages: told when chosen objects are created or changed, sent until acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from sandbox.frame.simulator import Delivery
from sandbox.salesforce.ids import IdSequence
from sandbox.salesforce.push.outbox import Outbox
from sandbox.salesforce.push.soap import Notification, Sender, envelope, is_acknowledged
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.store.transaction import Transaction
from sandbox.salesforce.times import iso

MOST_NOTIFICATIONS = 100
_HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
TAG = "outbound:"
_TOLD = {"CREATE", "UPDATE"}
"""Rules are evaluated when a record is created or edited."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """`objects`: the fields to send, by object name. No url: nothing is sent."""

    url: str | None = None
    objects: Mapping[str, tuple[str, ...]] | None = None

    def fields(self, object_name: str) -> tuple[str, ...] | None:
        return (self.objects or {}).get(object_name) if self.url else None


@dataclass(frozen=True, slots=True)
class _Message:
    """Notification id → record id."""

    kind: ObjectType
    records: Mapping[str, str]
    first_at: float


class OutboundMessages:
    def __init__(self, outbox: Outbox, store: Store, ids: IdSequence, subscription: Subscription) -> None:
        self.subscription = subscription
        self._outbox = outbox
        self._store = store
        self._ids = ids
        self._numbers = count(1)
        self._waiting: dict[str, _Message] = {}
        self._action_id = ids.next("04k")

    def publish(self, transaction: Transaction, now: float) -> None:
        """Queues one notification for each created or changed record of a subscribed object."""
        changed: dict[str, tuple[ObjectType, list[str]]] = {}
        for change in transaction.net_changes():
            if change.type in _TOLD and self.subscription.fields(change.kind.name) is not None:
                changed.setdefault(change.kind.name, (change.kind, []))[1].append(change.after["Id"])
        for kind, record_ids in changed.values():
            for start in range(0, len(record_ids), MOST_NOTIFICATIONS):
                self._queue(kind, record_ids[start : start + MOST_NOTIFICATIONS], now)

    def rendered(self, delivery: Delivery, settings: SalesforceSettings) -> Delivery | None:
        """The delivery with the values that the records have now; None when all are deleted."""
        message = self._waiting.get(delivery.tag)
        fields = self.subscription.fields(message.kind.name) if message else None
        if message is None or fields is None or self.subscription.url is None:
            return None
        rows = self._store.table(message.kind).rows
        notifications = [
            Notification(notification_id, message.kind.name, _texts(message.kind, row, fields))
            for notification_id, record_id in message.records.items()
            if (row := rows.get(record_id)) is not None and not row.get("IsDeleted")
        ]
        if not notifications:
            del self._waiting[delivery.tag]
            return None
        sender = Sender(settings.org_id, self._action_id, settings.instance_url, str(settings.last_api_version))
        return replace(delivery, url=self.subscription.url, body=envelope(sender, notifications))

    def settle(
        self, delivery: Delivery, status: int | None, answer: bytes | None, settings: SalesforceSettings, now: float
    ) -> None:
        """Done when acknowledged; else tried again after growing gaps, for a day. An unread answer counts as yes."""
        message = self._waiting.pop(delivery.tag, None)
        if message is None or (status == 200 and (answer is None or is_acknowledged(answer))):
            return
        gap = min(settings.outbound_first_retry_s * 2**delivery.attempt, settings.outbound_longest_retry_s)
        if now + gap - message.first_at <= settings.outbound_give_up_s:
            self._waiting[delivery.tag] = message
            self._outbox.add(replace(delivery, body=b"", due_at=now + gap, attempt=delivery.attempt + 1))

    def _queue(self, kind: ObjectType, record_ids: list[str], now: float) -> None:
        tag = f"{TAG}{next(self._numbers)}"
        self._waiting[tag] = _Message(kind, {self._ids.next("04l"): one for one in record_ids}, now)
        self._outbox.add(Delivery("http", "", b"", headers=_HEADERS, due_at=now, tag=tag))


def _texts(kind: ObjectType, row: Row, names: tuple[str, ...]) -> dict[str, str]:
    texts = {"Id": row["Id"]}
    for name in names:
        field = kind.field(name)
        value = row.get(field.name) if field else None
        if field is not None and value is not None:
            texts[field.name] = _text(field.type, value)
    return texts


def _text(type_: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if type_ == "datetime" and isinstance(value, int):
        return iso(value).replace("+0000", "Z")
    return str(value)
