"""References that no property shows in HubSpot: the records' associations, read, and the one of them that counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crmsync.core.association import Associated, AssociationKind
from crmsync.core.failure import Failure
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.record import RecordRef, Side
from crmsync.core.reference import Reference
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.resting_associations import remembered
from crmsync.usecases.sync.work_item import WorkItem

Candidates = Mapping[tuple[RecordRef, str], tuple[str, ...]]
"""By HubSpot record and mapping key, the ids of all that it is associated with. What could not be read is missing."""


def read_associated(items: Sequence[WorkItem], batch: Batch) -> Candidates:
    """One call a pair of objects and thousand records; none where every reference is shown by a property, or rests."""
    asked: dict[tuple[str, str], list[tuple[RecordRef, FieldMapping, Reference]]] = defaultdict(list)
    candidates: dict[tuple[RecordRef, str], tuple[str, ...]] = {}
    for item, ref, mapping, reference in _associations(items):
        ids = remembered(item, mapping, batch)
        if ids is not None:
            candidates[ref, mapping.hubspot] = ids
            continue
        for to_type in dict.fromkeys(target.hubspot_type for target in reference.targets):
            asked[ref.object_type, to_type].append((ref, mapping, reference))
    unread: set[tuple[RecordRef, str]] = set()
    for (_, to_type), wanted in asked.items():
        found = batch.crms.hubspot.associated(list(dict.fromkeys(ref for ref, _, _ in wanted)), to_type)
        for ref, mapping, reference in wanted:
            key, others = (ref, mapping.hubspot), found[ref]
            if isinstance(others, Failure):
                unread.add(key)
            else:
                candidates[key] = (*candidates.get(key, ()), *_of_kind(others, reference))
    return {key: ids for key, ids in candidates.items() if key not in unread}


def _associations(items: Sequence[WorkItem]) -> Iterator[tuple[WorkItem, RecordRef, FieldMapping, Reference]]:
    """The references that associations alone show, of each record that HubSpot has."""
    for item in items:
        record = item.record(Side.HUBSPOT)
        for mapping in item.pair.mappings if record is not None else ():
            if record is not None and mapping.reference is not None and mapping.reference.is_associated:
                yield item, record.ref, mapping, mapping.reference


def _of_kind(others: Sequence[Associated], reference: Reference) -> tuple[str, ...]:
    """As the values that name them."""
    return tuple(reference.named(one.ref) for one in others if _is_of_kind(one, reference.kinds_of(one.ref)))


def _is_of_kind(one: Associated, kinds: Sequence[AssociationKind]) -> bool:
    return not kinds or not one.kinds.isdisjoint(kinds)


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
        if len(ids) > 1:
            item.several.add(mapping.hubspot)
        name = mapping.salesforce.get(salesforce.ref.object_type, "") if salesforce is not None else ""
        there = salesforce.values.get(name) if salesforce is not None else None
        base = item.link.base.get(mapping.hubspot) if item.link is not None else None
        hubspot_wins = mapping.rule is Rule.ALWAYS_HUBSPOT
        chosen = mapping.linked.chosen(reference, ids, there, base, hubspot_wins=hubspot_wins)
        is_beyond = base is not None and base.hubspot and reference.ref(Side.HUBSPOT, base.hubspot) is None
        if chosen is not None or not is_beyond:
            # What was named before is of a pair that is switched off now: nobody took it away.
            values[mapping.hubspot] = chosen
    item.read[Side.HUBSPOT] = replace(hubspot, values=values)
