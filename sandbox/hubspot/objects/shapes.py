"""The JSON of records, in single answers and in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.hubspot.objects.record import Record, Write
from sandbox.hubspot.objects.schema import ObjectType
from sandbox.hubspot.timestamps import iso_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """What a caller asked to see of records."""

    properties: tuple[str, ...]
    with_history: tuple[str, ...] = ()
    history_limit: int = 45


def view_of(
    object_type: ObjectType,
    asked: Iterable[str],
    with_history: Iterable[str] = (),
    *,
    hidden: frozenset[str] = frozenset(),
    history_limit: int = 45,
) -> View:
    """Unknown and unreadable properties are left out without a word; record id and times are always there."""
    history = [name for name in with_history if object_type.live(name) and name not in hidden]
    wanted = [*asked, *history]
    own = ("hs_object_id", object_type.created_property, object_type.modified_property)
    names = dict.fromkeys([*wanted, *own] if wanted else object_type.default_properties)
    readable = tuple(name for name in names if name not in hidden and object_type.live(name))
    return View(readable, tuple(history), history_limit)


def record_json(record: Record, view: View, trace_id: str | None = None) -> Json:
    values = record.values
    shown: Json = {
        "id": str(record.id),
        "properties": {name: values.get(name) for name in view.properties},
        "createdAt": iso_of(record.created_at),
        "updatedAt": iso_of(record.updated_at),
        "archived": record.archived,
    }
    if record.archived_at is not None:
        shown["archivedAt"] = iso_of(record.archived_at)
    if view.with_history:
        shown["propertiesWithHistory"] = {
            name: [_version(write, name) for write in list(record.history(name))[: view.history_limit]]
            for name in view.with_history
        }
    if trace_id is not None:
        shown["objectWriteTraceId"] = trace_id
    return shown


def _version(write: Write, name: str) -> Json:
    author = write.author
    version: Json = {
        "value": write.values[name],
        "timestamp": iso_of(write.at),
        "sourceType": author.change_source,
    }
    if author.source_id:
        version["sourceId"] = author.source_id
    if author.source_label:
        version["sourceLabel"] = author.source_label
    if author.user_id is not None:
        version["updatedByUserId"] = author.user_id
    return version


def batch_json(results: Sequence[Json], errors: Sequence[Json], now: int) -> Json:
    """`numErrors` and `errors` are there only when something failed (the 207 form)."""
    moment = iso_of(now)
    body: Json = {"status": "COMPLETE", "results": list(results), "startedAt": moment, "completedAt": moment}
    if errors:
        body |= {"numErrors": len(errors), "errors": list(errors)}
    return body


def page_json(results: Sequence[Json], after: str | None, **extra: object) -> Json:
    body: Json = {**extra, "results": list(results)}
    if after is not None:
        body["paging"] = {"next": {"after": after}}
    return body
