"""Batch archive, a hundred a call: into the recycle bin, from which a person can restore for 90 days.

See https://developers.hubspot.com/docs/api-reference/2026-03/crm/objects/contacts/batch/delete-contacts
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.batches import write_all
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.core.failure import WriteOutcome, Written
from crmsync.core.record import RecordRef


def archive_records(api: HubspotApi, refs: Sequence[RecordRef]) -> list[WriteOutcome]:
    """HubSpot answers the same for a record that is archived already, or that it never had."""

    def send(batch: Sequence[RecordRef]) -> list[WriteOutcome]:
        api.archive(api.paths.objects(batch[0].object_type, "batch/archive"), [ref.id for ref in batch])
        return [Written(ref.id) for ref in batch]

    return write_all(refs, _calls(refs), send, lambda _ref, _name: False)


def _calls(refs: Sequence[RecordRef]) -> list[list[int]]:
    """A call takes one object type, and each id once."""
    of_type: dict[str, list[int]] = {}
    for index, ref in enumerate(refs):
        of_type.setdefault(ref.object_type, []).append(index)
    return [
        indexes[start : start + BATCH_LIMIT]
        for indexes in of_type.values()
        for start in range(0, len(indexes), BATCH_LIMIT)
    ]
