"""A change: a note that a record may differ from its base. It says *look*, never *set*."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from crmsync.core.record import Millis, Record, RecordRef, Value

CARRIED_VALUES_MAX_AGE: Millis = 60_000


class ChangeKind(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    UNDELETE = "undelete"
    MERGE = "merge"
    CONVERT = "convert"
    ERASE = "erase"
    """A privacy deletion: every trace of the person is to go."""
    LOOK = "look"
    """Nothing is known but that the record should be looked at (gap events, polls without detail, resync)."""


class CallClass(StrEnum):
    """Whose calls these are: bulk stops first, then poll, live last."""

    LIVE = "live"
    POLL = "poll"
    BULK = "bulk"


class Shown(NamedTuple):
    """A value that an event showed of a field (vendor's name), and when the field had got it."""

    field: str
    at: Millis
    value: Value


class MalformedChangeError(ValueError):
    """A message that is no change; the text names the key."""


@dataclass(frozen=True, slots=True)
class Change:
    """`fields` maps a changed field (vendor's name) to the time of its change.

    `event_values` are the values that the event showed, good for recognising an echo, and an edit that a write of
    ours covered. `superseded` are those of earlier events that were folded into this change.
    `carried` is a complete read of the record's mapped fields that a poll already had, read at `carried_as_of`.
    Both exist only on a first delivery: they never reach Parked or a dead-letter queue.
    """

    ref: RecordRef
    kind: ChangeKind
    seen_at: Millis
    cause: str
    call_class: CallClass = CallClass.LIVE
    fields: Mapping[str, Millis] = field(default_factory=dict)
    event_values: Mapping[str, Value] | None = None
    superseded: tuple[Shown, ...] = ()
    carried: Record | None = None
    carried_as_of: Millis = 0
    attempt: int = 0
    crashes: int = 0
    """How often a worker that had it did not come to its end."""
    first_link: bool = False
    """A resync or back-fill: fields without base are written as at a first link."""
    undo: str = ""
    """An UndoScope: what crmsync wrote to the record is put back instead of merging it."""

    def without_values(self) -> Change:
        return replace(self, event_values=None, superseded=(), carried=None, carried_as_of=0)

    def again(self) -> Change:
        """The change for its next attempt. What its event showed stays: it may tell of an edit that we covered."""
        return replace(self, carried=None, carried_as_of=0, attempt=self.attempt + 1)

    def interrupted(self) -> Change:
        """The change when its batch met a store that did not answer: what comes after the commit may be missing."""
        return replace(self, crashes=max(self.crashes, 1))

    def after_crash(self) -> Change:
        """One crash may be anybody's fault, and what the event showed stays; after two, the change is suspect."""
        kept = self.without_values() if self.crashes else replace(self, carried=None, carried_as_of=0)
        return replace(kept, crashes=self.crashes + 1)


def encode_change(change: Change) -> dict[str, Any]:
    """The JSON form of a change in a queue message; short keys, since a message holds 100."""
    body: dict[str, Any] = {
        "ref": change.ref.key,
        "kind": change.kind.value,
        "seen_at": change.seen_at,
        "cause": change.cause,
    }
    optional: dict[str, Any] = {
        "class": change.call_class.value if change.call_class is not CallClass.LIVE else None,
        "fields": dict(change.fields),
        "attempt": change.attempt,
        "crashes": change.crashes,
        "first_link": change.first_link,
        "undo": change.undo,
        "superseded": [list(shown) for shown in change.superseded],
    }
    body.update({name: value for name, value in optional.items() if value})
    if change.event_values is not None:
        body["event_values"] = dict(change.event_values)
    if change.carried is not None:
        body["carried"] = _encode_carried(change.carried, change.carried_as_of)
    return body


def _encode_carried(record: Record, as_of: Millis) -> dict[str, Any]:
    return {
        "values": dict(record.values),
        "modified_at": record.modified_at,
        "created_at": record.created_at,
        "as_of": as_of,
        **({"absorbed": list(record.absorbed)} if record.absorbed else {}),
    }


def decode_change(body: Mapping[str, Any]) -> Change:
    """The inverse of `encode_change`. Raises MalformedChangeError."""
    try:
        ref = RecordRef.parse(body["ref"])
        carried = body.get("carried")
        return Change(
            ref=ref,
            kind=ChangeKind(body["kind"]),
            seen_at=int(body["seen_at"]),
            cause=str(body["cause"]),
            call_class=CallClass(body.get("class", CallClass.LIVE)),
            fields={str(name): int(at) for name, at in body.get("fields", {}).items()},
            event_values=body.get("event_values"),
            superseded=tuple(Shown(*shown) for shown in body.get("superseded", ())),
            carried=_decode_carried(ref, carried) if carried else None,
            carried_as_of=int(carried["as_of"]) if carried else 0,
            attempt=int(body.get("attempt", 0)),
            crashes=int(body.get("crashes", 0)),
            first_link=bool(body.get("first_link", False)),
            undo=str(body.get("undo", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedChangeError(f"not a change: {type(error).__name__} {error}") from error


def _decode_carried(ref: RecordRef, body: Mapping[str, Any]) -> Record:
    absorbed = tuple(str(one) for one in body.get("absorbed", ()))
    return Record(ref, body["values"], int(body["modified_at"]), int(body["created_at"]), absorbed)
