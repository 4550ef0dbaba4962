"""What an interrupted worker wrote before: history is completed with it."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.absent import Absent
from crmsync.core.lifecycle_plan import written_mappings
from crmsync.core.link import Entry
from crmsync.core.mapping import FieldMapping
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.record import Side


def recovered(given: PlanInput) -> tuple[Entry, ...]:
    """Intents that took effect although their worker did not live to see it."""
    if given.link is None or given.link.intents is None:
        return ()
    intents = given.link.intents
    by_key = written_mappings(given.pair, given.salesforce_type)
    return tuple(
        replace(entry, at=entry.at or intents.at)
        for entry in intents.entries
        if entry.old != entry.new and entry.field in by_key and _shows(given, by_key[entry.field], entry)
    )


def _shows(given: PlanInput, mapping: FieldMapping, entry: Entry) -> bool:
    """Of a record that is gone by now (no values at all) nobody can tell: history keeps what was intended, since a
    person may take the record back.
    """
    record = given.hubspot if entry.side is Side.HUBSPOT else given.salesforce
    if record is not None and not record.values:
        return True
    value = shown(given, mapping, entry.side)
    return not isinstance(value, Absent) and normal(value, mapping, entry.side, given) == entry.new
