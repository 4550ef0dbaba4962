"""Drift: a value that a reconcile had to put in step, and why nothing had done so before."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from crmsync.core.link import Entry
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping
from crmsync.core.reasons import Reason
from crmsync.core.record import Millis, Side


class DriftCause(StrEnum):
    MISSED_EVENT = "missed_event"
    CALCULATED = "calculated"
    OVERRULED_EDIT = "overruled_edit"
    UNFINISHED = "unfinished"
    ON_ITS_WAY = "on_its_way"
    BACK_FILL = "back_fill"


SENTENCES: Mapping[DriftCause, str] = {
    DriftCause.MISSED_EVENT: "The value was changed, and no event told of it.",
    DriftCause.CALCULATED: "The field is calculated (a formula, a roll-up): no event tells of its changes.",
    DriftCause.OVERRULED_EDIT: "It was edited on the side that the mapping's rule lets not stand, and no event told.",
    DriftCause.UNFINISHED: "It was never brought in step since the records were linked.",
    DriftCause.BACK_FILL: "Both sides held it since the records were linked, or the mapping made: it was asked for.",
    DriftCause.ON_ITS_WAY: "It was changed in these very minutes: its event was still on its way.",
}

TOLD_WITHIN: Millis = 120_000
"""CRMs tell of a change within seconds, and a queue may be long."""

_UNFINISHED = {Reason.FIRST_LINK, Reason.FALLBACK, Reason.BROUGHT_BACK}


def source_of(entry: Entry) -> Side:
    """The side that had changed: of an edit that was set back, the one that is written."""
    return entry.side if entry.reason == Reason.SET_BACK else entry.side.other


def cause_of(
    entry: Entry, mapping: FieldMapping, salesforce_type: str, age: Millis | None, *, is_filled: bool = False
) -> DriftCause:
    """`age`: how long ago the record of `source_of` was changed; None when that is not known."""
    if is_filled and entry.reason == Reason.FIRST_LINK:
        return DriftCause.BACK_FILL
    is_writable = mapping.is_mirror or field_type(mapping, source_of(entry), salesforce_type).writable
    if not is_writable:
        return DriftCause.CALCULATED
    if entry.reason in _UNFINISHED:
        return DriftCause.UNFINISHED
    if age is not None and age < TOLD_WITHIN:
        return DriftCause.ON_ITS_WAY
    return DriftCause.OVERRULED_EDIT if entry.overruled else DriftCause.MISSED_EVENT
