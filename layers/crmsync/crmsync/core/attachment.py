"""What of a plan is an association in HubSpot, and which records it waits for."""

from __future__ import annotations

from crmsync.core.link import Entry
from crmsync.core.mapping import FieldMapping
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.record import RecordRef, Side


def is_attachment(mapping: FieldMapping, entry: Entry) -> bool:
    """Whether HubSpot takes it as an association, not as a property."""
    return mapping.reference is not None and entry.side is Side.HUBSPOT


def awaited(mapping: FieldMapping, given: PlanInput) -> tuple[RecordRef, ...]:
    """What either side refers to and is not linked yet."""
    reference, linked = mapping.reference, mapping.linked
    if reference is None or linked is None:
        return ()
    values = {side: normal(shown(given, mapping, side), mapping, side, given) for side in Side}
    refs = [reference.ref(side, value) for side, value in values.items()]
    return tuple(ref for ref in refs if ref is not None and linked.counterpart(ref) is None)
