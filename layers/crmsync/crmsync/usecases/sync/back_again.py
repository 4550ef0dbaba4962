"""HubSpot's records that are back from the recycle bin. What somebody associated with them before, and whose event came
when they were gone, was seen with nobody; no event tells of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmsync.core.failure import Failure
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import RecordRef, Side
from crmsync.core.reference import Reference
from crmsync.core.side_state import is_deleted
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.move_link import look_at
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem, still_open


def look_at_companions(items: Sequence[WorkItem], batch: Batch) -> None:
    """Has the linked records looked at that are associated with them and do not name them. A call for each pair whose
    references associations alone show; none where nobody is back.
    """
    returned = {ref: item for item in still_open(items) if (ref := _returned(item)) is not None}
    for pair in batch.configuration.enabled_pairs if returned else ():
        for mapping, reference in _associated(pair.mappings):
            types = {target.hubspot_type for target in reference.targets}
            own = {ref: item for ref, item in returned.items() if ref.object_type in types and item.outcome is None}
            _look(own, pair.hubspot_type, mapping, reference, batch)


def _returned(item: WorkItem) -> RecordRef | None:
    record = item.record(Side.HUBSPOT)
    was_deleted = item.link is not None and is_deleted(item.link.states, Side.HUBSPOT)
    return record.ref if record is not None and was_deleted and Side.HUBSPOT not in item.gone_sides else None


def _associated(mappings: Sequence[FieldMapping]) -> Iterator[tuple[FieldMapping, Reference]]:
    for mapping in mappings:
        if mapping.reference is not None and mapping.reference.is_associated:
            yield mapping, mapping.reference


def _look(
    returned: dict[RecordRef, WorkItem], to_type: str, mapping: FieldMapping, reference: Reference, batch: Batch
) -> None:
    found = batch.crms.hubspot.associated(list(returned), to_type) if returned else {}
    pairs: list[tuple[RecordRef, RecordRef]] = []
    for ref, others in found.items():
        if isinstance(others, Failure):
            returned[ref].leave(failed(others))
        else:
            pairs += [(ref, other.ref) for other in others]
    links = batch.ports.links.find([other for _, other in pairs])
    for ref, other in pairs:
        base = links[other].base.get(mapping.hubspot) if other in links else None
        if base is not None and base.hubspot != reference.named(ref):
            look_at(other, returned[ref], batch)
