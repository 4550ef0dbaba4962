"""A line of history as a flat document: under the HubSpot record's key, in the order of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crmsync.adapters.aws.attributes import Scalar
from crmsync.adapters.aws.json_text import Json, pack, squeeze, unpack, unsqueeze
from crmsync.adapters.aws.link_codec import pack_entry, unpack_entry
from crmsync.core.link import Entry
from crmsync.core.long_value import shorten
from crmsync.core.record import RecordRef, Value
from crmsync.ports.history import HistoryRow

PLAIN_BYTES = 2_048
LARGEST_VALUE_BYTES = 100_000
LARGEST_ROW_BYTES = 350_000
"""A DynamoDB item holds 400 KB."""


def history_document(row: HistoryRow) -> dict[str, Scalar]:
    """The same row again has the same key. Long rows are compressed; a value over 100 KB is its marker only."""
    body = [row.salesforce.key, row.token, row.cause, row.action, _pack_entries(row.entries)]
    text = pack(body)
    packed: str | bytes = text if len(text) <= PLAIN_BYTES else squeeze(body)
    if len(packed) > LARGEST_ROW_BYTES:
        packed = squeeze([*body[:-1], [pack_entry(_marked(entry)) for entry in row.entries]])
    return {"pk": row.hubspot.key, "sk": f"{row.at:014d}#{row.token}", "at": row.at, "row": packed}


def history_from(document: Mapping[str, Any]) -> HistoryRow:
    """The inverse of `history_document`."""
    packed = document["row"]
    body: Json = unpack(packed) if isinstance(packed, str) else unsqueeze(packed)
    salesforce, token, cause, action, entries = body
    return HistoryRow(
        hubspot=RecordRef.parse(document["pk"]),
        salesforce=RecordRef.parse(salesforce),
        at=document["at"],
        token=token,
        cause=cause,
        action=action,
        entries=tuple(unpack_entry(entry) for entry in entries),
    )


def _pack_entries(entries: tuple[Entry, ...]) -> list[Json]:
    return [
        pack_entry(replace(entry, old=_kept(entry.old), new=_kept(entry.new)) if _is_long(entry) else entry)
        for entry in entries
    ]


def _is_long(entry: Entry) -> bool:
    return _kept(entry.old) is not entry.old or _kept(entry.new) is not entry.new


def _kept(value: Value) -> Value:
    too_long = isinstance(value, str) and len(value.encode("utf-8", "surrogatepass")) > LARGEST_VALUE_BYTES
    return shorten(value) if too_long else value


def _marked(entry: Entry) -> Entry:
    return replace(entry, old=shorten(entry.old), new=shorten(entry.new))
