"""A link as a flat document. `base` and `intents` are one JSON text each, as short as can be read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crmsync.adapters.aws.attributes import Scalar
from crmsync.adapters.aws.json_text import Json, pack, unpack
from crmsync.core.link import Base, BaseValue, Entry, Intents, Lease, Link, Overwrite, WriteWindow
from crmsync.core.long_value import shorten
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.core.side_state import SideState

NO_TOKEN = ""
"""The token of a link that nobody holds; with it the lease lapsed at 0."""


LARGEST_INTENTS = 50_000
"""Characters; an item holds 400 KB."""


def link_document(link: Link) -> dict[str, Scalar]:
    """The document under the HubSpot record's key."""
    return {
        "pk": link.hubspot.key,
        "salesforce": link.salesforce.key,
        "version": link.version,
        "lease_token": link.lease.token if link.lease else NO_TOKEN,
        "lease_until": link.lease.until if link.lease else 0,
        "base": pack_base(link.base),
        "intents": pack_intents(link.intents),
        "seen": pack(link.seen),
        "parked": pack(link.parked),
        "writes": pack(pack_windows(link.writes)),
        "linked_at": link.linked_at,
        "crossed": link.crossed,
        "states": pack(link.states),
    }


def link_from(document: Mapping[str, Any]) -> Link:
    """The inverse of `link_document`."""
    token = document["lease_token"]
    return Link(
        hubspot=RecordRef.parse(document["pk"]),
        salesforce=RecordRef.parse(document["salesforce"]),
        base=unpack_base(document["base"]),
        version=document["version"],
        lease=Lease(token, document["lease_until"]) if token else None,
        intents=unpack_intents(document["intents"]),
        seen=_seen(unpack(document["seen"])),
        parked=tuple(unpack(document["parked"])),
        linked_at=document["linked_at"],
        crossed=document["crossed"],
        writes=unpack_windows(unpack(document["writes"])),
        states=_states(unpack(document.get("states", "{}"))),
    )


def _seen(times: Mapping[str, Millis]) -> dict[Side, Millis]:
    return {Side(side): at for side, at in times.items()}


def _states(states: Mapping[str, str]) -> dict[Side, SideState]:
    return {Side(side): SideState(state) for side, state in states.items()}


def pack_windows(windows: Sequence[WriteWindow]) -> list[Json]:
    """Each field's two marks as one text: they are as long as each other."""
    return [
        [one.side, one.since, one.until, {key: "".join(marks) for key, marks in one.fields.items()}] for one in windows
    ]


def unpack_windows(parts: Sequence[Any]) -> tuple[WriteWindow, ...]:
    return tuple(
        WriteWindow(Side(side), since, until, {key: _halves(marks) for key, marks in fields.items()})
        for side, since, until, fields in parts
    )


def _halves(marks: str) -> Overwrite:
    middle = len(marks) // 2
    return Overwrite(marks[:middle], marks[middle:])


def pack_base(base: Base) -> str:
    """`{"email": "a@b", "phone": ["+1 2", "12"]}`: one value where both sides show the same, else HubSpot's first."""
    return pack({key: _pack_value(value) for key, value in base.items()})


def _pack_value(value: BaseValue) -> Json:
    # 1, 1.0 and True are equal in Python and three different values here.
    same = value.hubspot == value.salesforce and type(value.hubspot) is type(value.salesforce)
    return value.hubspot if same else [value.hubspot, value.salesforce]


def unpack_base(text: str) -> dict[str, BaseValue]:
    return {
        key: BaseValue(*value) if type(value) is list else BaseValue(value, value)
        for key, value in unpack(text).items()
    }


def pack_intents(intents: Intents | None) -> str:
    """Empty text for none. Where long texts would not fit into the item with the base, their markers do."""
    if intents is None:
        return ""
    windows = pack_windows(intents.windows)
    deletes = [intents.deletes] if intents.deletes is not None else []
    text = pack([intents.at, [pack_entry(entry) for entry in intents.entries], windows, *deletes])
    if len(text) <= LARGEST_INTENTS:
        return text
    shortened = [replace(one, old=shorten(one.old), new=shorten(one.new)) for one in intents.entries]
    return pack([intents.at, [pack_entry(entry) for entry in shortened], windows, *deletes])


def unpack_intents(text: str) -> Intents | None:
    if not text:
        return None
    at, entries, windows, *deletes = unpack(text)
    side = Side(deletes[0]) if deletes else None
    return Intents(at, tuple(unpack_entry(entry) for entry in entries), unpack_windows(windows), side)


def pack_entry(entry: Entry) -> list[Any]:
    parts = [entry.side, entry.field, entry.old, entry.new, entry.rule, entry.reason, entry.overruled]
    return [*parts, entry.at] if entry.at else parts


def unpack_entry(parts: list[Any]) -> Entry:
    return Entry(Side(parts[0]), *parts[1:])
