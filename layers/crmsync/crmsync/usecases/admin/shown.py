"""Times, records, links, parked rows and history as the admin function shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crmsync.core.failure import Failure
from crmsync.core.instant import datetime_text, read_instant
from crmsync.core.link import Entry, Link
from crmsync.core.parked import Parked
from crmsync.core.preview import Preview
from crmsync.core.record import Gone, Millis, RecordRef
from crmsync.ports.history import HistoryRow
from crmsync.usecases.admin.side_reading import SideReading


def shown_time(at: Millis | None) -> str | None:
    """ISO 8601 in UTC, e.g. `2026-01-02T03:04:05.678Z`; None for no time (0 or None)."""
    moment = read_instant(at) if at else None
    return datetime_text(moment) if moment is not None else None


def shown_ref(ref: RecordRef) -> dict[str, str]:
    return {"side": ref.side.value, "object": ref.object_type, "id": ref.id}


def shown_parked(row: Parked) -> dict[str, Any]:
    """`part` is the mapping key that is parked, or `record` for all of it."""
    return {
        **shown_ref(row.ref),
        "part": row.part,
        "category": str(row.category),
        "reason": row.reason,
        "fix": row.fix,
        "attempts": row.attempts,
        "parked_at": shown_time(row.parked_at),
        "next_try_at": shown_time(row.next_try_at),
    }


def shown_preview(preview: Preview | None) -> dict[str, Any]:
    """What would be done with which records; all null where nothing would."""
    if preview is None:
        return {"action": None, "hubspot": None, "salesforce": None, "creates": None}
    refs = {"hubspot": preview.hubspot, "salesforce": preview.salesforce}
    shown = {side: shown_ref(ref) if ref is not None else None for side, ref in refs.items()}
    return {"action": preview.action.value, **shown, "creates": preview.creates or None}


def shown_read(reading: SideReading) -> dict[str, Any]:
    """`state` is `live`, `unreadable`, or why the record is gone (`deleted`, `merged`, `converted`)."""
    ref, outcome = shown_ref(reading.ref), reading.outcome
    if isinstance(outcome, Failure):
        return {**ref, "state": "unreadable", "reason": f"{outcome.category}: {outcome.message}"}
    if isinstance(outcome, Gone):
        return {**ref, "state": outcome.reason, "became": shown_ref(outcome.became) if outcome.became else None}
    modified = shown_time(outcome.modified_at)
    return {**ref, "state": "live", "modified_at": modified, "values": dict(outcome.values)}


def shown_link(link: Link, now: Millis) -> dict[str, Any]:
    """`leased` while a worker has it; `unfinished` when a write's outcome is still to be looked up."""
    return {
        "hubspot": link.hubspot.id,
        "salesforce": link.salesforce.id,
        "version": link.version,
        "linked_at": shown_time(link.linked_at),
        "leased": link.is_leased(now),
        "unfinished": link.intents is not None,
        "parked": list(link.parked),
        "seen": {side.value: shown_time(at) for side, at in link.seen.items()},
    }


def shown_entry(entry: Entry) -> dict[str, Any]:
    """`side` is the one that was written to."""
    shown = {**asdict(entry), "side": entry.side.value}
    del shown["at"]  # the row's time is that of all its entries
    return shown


def shown_history(row: HistoryRow) -> dict[str, Any]:
    return {
        "at": shown_time(row.at),
        "cause": row.cause,
        "action": row.action,
        "entries": [shown_entry(entry) for entry in row.entries],
    }
