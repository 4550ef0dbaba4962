"""Change Data Capture: the events of one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandbox.salesforce.push import event_body
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.store.transaction import Caller, Change

NO_RECORD = "000000000000000AAA"


@dataclass(frozen=True, slots=True)
class Commit:
    """What all events of a transaction share."""

    caller: Caller
    timestamp_ms: int
    number: int
    transaction_key: str


@dataclass(slots=True)
class ChangeEvent:
    """One event before it has its place in the transaction; `record_ids` grows as equal changes join it."""

    kind: ObjectType
    type: str
    record_ids: list[str]
    changed: list[str]
    nulled: list[str]
    body: dict[str, Any]

    @property
    def name(self) -> str:
        return event_name(self.kind.name)

    def payload(self, commit: Commit, sequence: int) -> dict[str, Any]:
        header = {
            "entityName": self.kind.name,
            "recordIds": self.record_ids,
            "changeType": self.type,
            "changeOrigin": commit.caller.origin,
            "transactionKey": commit.transaction_key,
            "sequenceNumber": 1 if self.type.startswith("GAP_") else sequence,
            "commitTimestamp": commit.timestamp_ms,
            "commitNumber": commit.number,
            "commitUser": commit.caller.user_id,
            "nulledFields": self.nulled,
            "diffFields": [],
            "changedFields": self.changed,
        }
        return {"ChangeEventHeader": header, **self.body}


def event_name(entity: str) -> str:
    """`LeadChangeEvent`; `Visit__ChangeEvent` for the custom object `Visit__c`."""
    return f"{entity[:-1]}ChangeEvent" if entity.endswith("__c") else f"{entity}ChangeEvent"


def events_of(changes: list[Change], settings: SalesforceSettings) -> list[ChangeEvent]:
    """The events of a transaction in their order."""
    told = changes[: settings.gap_overflow_above]
    events = [event for change in told if (event := _event(change, settings)) is not None]
    if settings.merge_equal_changes:
        events = _merged(events)
    return events + _overflow(changes[settings.gap_overflow_above :])


def _event(change: Change, settings: SalesforceSettings) -> ChangeEvent | None:
    ids = [change.after["Id"]]
    if settings.gap_events:
        return ChangeEvent(change.kind, f"GAP_{change.type}", ids, [], [], {})
    if change.type == "UPDATE":
        return _update(change, settings)
    told = {} if change.type == "DELETE" else event_body.values(change.kind, change.after)
    all_fields = settings.event_body == "all_fields"
    if not all_fields:
        told = {name: value for name, value in told.items() if value is not None}
    return ChangeEvent(change.kind, change.type, ids, [], [], event_body.body(change.kind, told, all_fields=all_fields))


def _update(change: Change, settings: SalesforceSettings) -> ChangeEvent | None:
    kind, after = change.kind, change.after
    told = event_body.changed_values(kind, change.before or {}, after)
    if not settings.unchanged_update_sends_event and not told.keys() - {"LastModifiedDate", "LastModifiedById"}:
        return None
    told["LastModifiedDate"] = after.get("LastModifiedDate")
    nulled = event_body.dotted(kind, (name for name, value in told.items() if value is None))
    changed = event_body.dotted(kind, told)
    body = event_body.body(kind, told, all_fields=settings.event_body == "all_fields")
    return ChangeEvent(kind, "UPDATE", [after["Id"]], changed, nulled, body)


def _merged(events: list[ChangeEvent]) -> list[ChangeEvent]:
    merged: dict[str, ChangeEvent] = {}
    for event in events:
        key = json.dumps([event.kind.name, event.type, event.changed, event.body])
        same = merged.setdefault(key, event)
        if same is not event:
            same.record_ids += event.record_ids
    return list(merged.values())


def _overflow(changes: list[Change]) -> list[ChangeEvent]:
    kinds = {change.kind.name: change.kind for change in changes}
    return [ChangeEvent(kind, "GAP_OVERFLOW", [NO_RECORD], [], [], {}) for kind in kinds.values()]
