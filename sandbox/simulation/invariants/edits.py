"""No person's edit is lost: it is in the final state, or in history beside the rule that overruled it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crmsync.core.link import Link
from crmsync.core.record import Millis, Record, RecordRef, Side

from sandbox.simulation.invariants.state import State, shown
from sandbox.simulation.people import FIELDS, Edit
from sandbox.simulation.world import START

NEAR: Millis = 120_000


def lost_edits(state: State) -> Iterator[str]:
    """Of each field the last edit on that side; an earlier one was replaced by a person."""
    last = {(edit.record, edit.key): edit for edit in state.world.people.edits}
    for edit in last.values():
        ref = RecordRef(edit.side, edit.object_type, edit.record_id)
        link, record = state.link_of.get(ref), state.records.get(ref)
        if record is None or edit.record in state.world.people.merged or shown(record, edit.key) == edit.value:
            continue
        if _is_told(edit, ref, state) or state.is_erased(ref):
            continue
        if link is None:
            yield f"{_words(edit, record)}, and the record has no link"
        elif not _is_beyond_knowing(edit, ref, link, state):
            yield _words(edit, record)


def _words(edit: Edit, record: Record) -> str:
    at = (edit.at - START) / 1_000
    return f"{record.ref.key}: {edit.key} = {edit.value!r} at {at} is lost; it shows {shown(record, edit.key)!r}"


def _is_told(edit: Edit, ref: RecordRef, state: State) -> bool:
    """History has it as the value that was replaced on its side."""
    return any(
        entry.side is edit.side and entry.field == edit.key and (entry.old or None) == edit.value
        for row in state.history.get(ref, ())
        for entry in row.entries
    )


def _is_beyond_knowing(edit: Edit, ref: RecordRef, link: Link, state: State) -> bool:
    """A write of ours covered it, and nothing that arrived told of it: then nobody can know. The link forgets a write
    after an hour, history does not.
    """
    was_covered = any(window.side is edit.side and edit.key in window.fields for window in link.writes) or any(
        abs(row.at - edit.at) < NEAR and any(one.side is edit.side and one.field == edit.key for one in row.entries)
        for row in state.history.get(ref, ())
    )
    return was_covered and not _arrived(edit, state.world.deliveries.arrived)


def _arrived(edit: Edit, bodies: Iterable[tuple[Millis, str]]) -> bool:
    """An Outbound Message (XML) shows values, and not when they were set."""
    later = (body for at, body in bodies if at >= edit.at and edit.record_id in body and body[0] != "<")
    if edit.value is None:
        return any(_clears(body, edit) for body in later)
    told = json.dumps(edit.value, ensure_ascii=False).strip('"')
    return any(told in body for body in later)


def _clears(body: str, edit: Edit) -> bool:
    """Whether it says that the field is blank now; that it changed is what the event of our own write says too."""
    if edit.side is Side.HUBSPOT:
        return any(_is_blank_now(event, edit) for event in json.loads(body))
    # Change events name the parts of an address without its kind: MailingAddress.City.
    part = FIELDS[edit.key][edit.object_type].removeprefix("Mailing")
    return re.search(rf"nulledFields[^]]*\b{part}\b", body) is not None


def _is_blank_now(event: Mapping[str, Any], edit: Edit) -> bool:
    is_of_field = str(event.get("objectId")) == edit.record_id and event.get("propertyName") == edit.key
    return is_of_field and not event.get("propertyValue")
