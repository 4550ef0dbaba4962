"""Start, end and duration of an event follow from each other.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
"""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.salesforce.errors import refuse
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.times import DAY_MS, parse_datetime
from sandbox.salesforce.write.derived.activity_account import take_account

_MINUTE_MS = 60_000
_DAY_MINUTES = 1_440
_LONGEST_DAYS = 14


def derive(store: Store, row: Row, before: Row, _: int) -> None:
    """Raises REQUIRED_FIELD_MISSING without a start or a length, FIELD_INTEGRITY_EXCEPTION for an impossible one."""
    start = _start(row, before)
    if start is None:
        raise _missing("ActivityDateTime")
    minutes = _minutes(row, before, start)
    if minutes is None:
        raise _missing("DurationInMinutes")
    if not 0 <= minutes <= _LONGEST_DAYS * _DAY_MINUTES:
        message = f"End date must be after the start, and at most {_LONGEST_DAYS} days later"
        raise refuse("FIELD_INTEGRITY_EXCEPTION", message, "EndDateTime")
    _write(row, start, minutes)
    take_account(store, row)


def _missing(name: str) -> Exception:
    return refuse("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{name}]", name)


def _start(row: Row, before: Row) -> int | None:
    """What this save changed decides; an all-day event starts at midnight UTC of its date."""
    for name in ("StartDateTime", "ActivityDateTime"):
        if row.get(name) is not None and row.get(name) != before.get(name):
            return _of_day(row, int(row[name]))
    day = row.get("ActivityDate")
    if day is not None and day != before.get("ActivityDate"):
        return parse_datetime(f"{day}T00:00:00Z")
    found = row.get("StartDateTime")
    return None if found is None else _of_day(row, int(found))


def _of_day(row: Row, start: int) -> int:
    return start - start % DAY_MS if row.get("IsAllDayEvent") else start


def _minutes(row: Row, before: Row, start: int) -> int | None:
    end, minutes = row.get("EndDateTime"), row.get("DurationInMinutes")
    if end is not None and end != before.get("EndDateTime"):
        return int((end - start) // _MINUTE_MS) + (_DAY_MINUTES if row.get("IsAllDayEvent") else 0)
    if minutes is None and row.get("IsAllDayEvent"):
        return _DAY_MINUTES
    return None if minutes is None else int(minutes)


def _write(row: Row, start: int, minutes: int) -> None:
    """The last day of an all-day event is its end."""
    end = start + minutes * _MINUTE_MS
    shown_end = end - DAY_MS if row.get("IsAllDayEvent") else end
    row |= {"StartDateTime": start, "EndDateTime": shown_end, "DurationInMinutes": minutes}
    row |= {"ActivityDate": _day(start), "EndDate": _day(shown_end)}
    if row.get("IsAllDayEvent"):
        row.pop("ActivityDateTime", None)
    else:
        row["ActivityDateTime"] = start


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()
