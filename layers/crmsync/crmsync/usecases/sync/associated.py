"""References that no property shows in HubSpot: the records' associations, read, and the one of them that counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.association import Associated
from crmsync.core.failure import Failure
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import RecordRef, Side
from crmsync.core.reference import Reference
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem

Candidates = Mapping[tuple[RecordRef, str], tuple[str, ...]]
"""By HubSpot record and mapping key, the ids of all that it is associated with. What could not be read is missing."""


def read_associated(items: Sequence[WorkItem], batch: Batch) -> Candidates:
    """One call a pair of objects and thousand records; none where every reference is shown by a property."""
    asked: dict[tuple[str, str], list[tuple[RecordRef, FieldMapping, Reference]]] = defaultdict(list)
    for item in items:
        record = item.record(Side.HUBSPOT)
        for mapping in item.pair.mappings if record is not None else ():
            one = mapping.reference
            if record is not None and one is not None and one.is_associated:
                asked[record.ref.object_type, one.hubspot_type].append((record.ref, mapping, one))
    candidates: dict[tuple[RecordRef, str], tuple[str, ...]] = {}
    for (_, to_type), wanted in asked.items():
        found = batch.crms.hubspot.associated(list(dict.fromkeys(ref for ref, _, _ in wanted)), to_type)
        for ref, mapping, reference in wanted:
            others = found[ref]
            if not isinstance(others, Failure):
                candidates[ref, mapping.hubspot] = _of_kind(others, reference)
    return candidates


def _of_kind(others: Sequence[Associated], reference: Reference) -> tuple[str, ...]:
    return tuple(one.ref.id for one in others if reference.kind is None or reference.kind in one.kinds)


def choose_associated(item: WorkItem, candidates: Candidates) -> None:
    """Shows the associations as values, for the merge: of several the one that Salesforce's lookup can name."""
    hubspot, salesforce = item.record(Side.HUBSPOT), item.record(Side.SALESFORCE)
    if hubspot is None:
        return
    values = dict(hubspot.values)
    for mapping in item.pair.mappings:
        reference, ids = mapping.reference, candidates.get((hubspot.ref, mapping.hubspot))
        if reference is None or mapping.linked is None or ids is None:
            continue
        name = mapping.salesforce.get(salesforce.ref.object_type, "") if salesforce is not None else ""
        there = salesforce.values.get(name) if salesforce is not None else None
        base = item.link.base.get(mapping.hubspot) if item.link is not None else None
        values[mapping.hubspot] = mapping.linked.chosen(reference, ids, there, base)
    item.read[Side.HUBSPOT] = replace(hubspot, values=values)
