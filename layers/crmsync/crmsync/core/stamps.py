"""Stamps: what crmsync writes about the sync itself into its own HubSpot properties (`own_properties.STAMPED`).

They are compared with what the record shows, so that only what changes is written; they are in no base and no history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from crmsync.core.instant import datetime_text, read_instant
from crmsync.core.outcome import SkipReason
from crmsync.core.parked import NOT_FIELDS, Parked
from crmsync.core.record import Millis, RecordRef, Value

STATUS = "crmsync_status"
ERROR = "crmsync_error"
LINK = "crmsync_link"
SYNCED_AT = "salesforcelastsynctime"
DELETED = "salesforcedeleted"
IMPORTED = "imported_from_salesforce"
OWNER = "salesforceownerid"

NOT_COMPARED = frozenset({SYNCED_AT, IMPORTED})
"""Not read with the record: neither alone is ever a reason to write."""

LONGEST_ERROR = 1_000
YES, NO = "true", "false"

Stamps = Mapping[str, str]
"""By property, in HubSpot's text form; an empty text clears."""


class Status(StrEnum):
    """The options of `crmsync_status`."""

    IN_SYNC = "in_sync"
    PARKED = "parked"
    """Something of it could not be synced; `crmsync_error` says what, why and what to do."""
    NOT_SYNCED = "not_synced"
    """It does not sync by a setting, or has nothing to sync with; `crmsync_error` says why."""


class PendingStamp(NamedTuple):
    """What a HubSpot record is to show, as far as it differs from what it showed at `at`. Holds no field's value."""

    ref: RecordRef
    at: Millis
    stamps: Stamps


NOT_SYNCED: Mapping[str, str] = {
    SkipReason.NO_EMAIL: "It has no e-mail address, by which people are found. Give it one.",
    SkipReason.CREATION_OFF: "Nothing in Salesforce matches it, and crmsync is set not to create records there. Create"
    " it in Salesforce, or ask the administrator.",
    SkipReason.NO_CONTACT: "None of its contacts is a contact in Salesforce yet, so no account is made for it. It syncs"
    " when one is.",
    SkipReason.GONE: "Its record in Salesforce was deleted. Restore it there, or delete this one.",
    SkipReason.COUNTERPART_GONE: "Its record in Salesforce was deleted. Restore it there, or delete this one.",
    SkipReason.OUTSIDE_LIST: "It is not in the list of contacts that sync. It syncs when it joins the list.",
    SkipReason.OUTSIDE_FILTER: "Its record in Salesforce does not meet the filter. It syncs when it does.",
}
"""For a marketer, by the reason of a skipped record; for other reasons nothing is stamped."""


def identity(
    salesforce: RecordRef, id_properties: Mapping[str, str], url: str | None, owner: Value = None
) -> dict[str, str]:
    """Whom the record is linked to, and who owns that one. `url` is None while the address of the org is not known,
    `owner` where it was not read. Where a pair has several objects, as leads and contacts, the id of the one that the
    record was linked to before stays beside the new one.
    """
    own = id_properties.get(salesforce.object_type)
    named = {own: salesforce.id} if own is not None else {}
    told = {LINK: url, OWNER: None if owner is None else str(owner)}
    return {**named, **{name: text for name, text in told.items() if text}}


def in_sync() -> dict[str, str]:
    return {STATUS: Status.IN_SYNC.value, ERROR: "", DELETED: NO}


def parked(problems: Iterable[str]) -> dict[str, str]:
    text = " | ".join(dict.fromkeys(problems))
    short = text if len(text) <= LONGEST_ERROR else f"{text[: LONGEST_ERROR - 1]}…"
    return {STATUS: Status.PARKED.value, ERROR: short, DELETED: NO}


def not_synced(reason: str, *, is_deleted: bool) -> dict[str, str]:
    return {STATUS: Status.NOT_SYNCED.value, ERROR: NOT_SYNCED[reason], DELETED: YES if is_deleted else NO}


def problem(row: Parked) -> str:
    return describe(row.part, row.category, row.reason, row.fix)


def describe(part: str, category: str, reason: str, fix: str) -> str:
    """`Field fax, property values: the value is too long. Shorten it.`"""
    words = str(category).replace("_", " ")
    subject = words.capitalize() if part in NOT_FIELDS else f"Field {part}, {words}"
    return f"{subject}: {_sentence(reason)} {fix}".strip()


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


def synced_at(now: Millis) -> dict[str, str]:
    moment = read_instant(now)
    return {SYNCED_AT: datetime_text(moment)} if moment is not None else {}


def differing(wanted: Stamps, shown: Mapping[str, Value], *, unknown: bool) -> dict[str, str]:
    """All that is wanted if any of it is to be written: an older stamp that waits must not mix with this one. A
    compared property that was not read counts as differing if `unknown`.
    """
    compared = {name: text for name, text in wanted.items() if name not in NOT_COMPARED}
    is_stale = any(_text(shown[name]) != _text(text) if name in shown else unknown for name, text in compared.items())
    return compared if is_stale else {}


def _text(value: Value) -> str:
    """Blank and false are the same here: a record shows that it was *not* deleted by showing nothing."""
    text = "" if value is None else str(value).strip()
    return "" if text.lower() == NO else text


def coalesced(pending: Sequence[PendingStamp]) -> dict[RecordRef, dict[str, str]]:
    """One a record; of each property the latest."""
    latest: dict[RecordRef, dict[str, str]] = {}
    for one in sorted(pending, key=lambda stamp: stamp.at):
        latest.setdefault(one.ref, {}).update(one.stamps)
    return latest
