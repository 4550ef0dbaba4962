"""Step 3, for people whom an import brings from Salesforce: of those outside the inclusion list HubSpot gets the
address alone.

Who is about to be created is outside as well: HubSpot can only evaluate a contact that it has. When the list takes
the contact in, the rest comes as at a first link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crmsync.core.record import Record, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem


def keep_to_address(items: Sequence[WorkItem], batch: Batch) -> None:
    """For matched items of an import."""
    for list_id, matched in _by_list(items).items() if batch.source.is_import else ():
        contacts = {item.key: contact for item in matched if (contact := item.record(Side.HUBSPOT)) is not None}
        members = _members(contacts, list_id, batch)
        for item in matched:
            item.address_only = not (item.key in contacts and members[contacts[item.key].ref.id])


def _by_list(items: Sequence[WorkItem]) -> Mapping[str, list[WorkItem]]:
    """Those that are linked now, by the list that decides about them."""
    by_list: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        list_id = item.pair.settings.inclusion_list_id
        is_person = bool(item.pair.address) and item.origin.side is Side.SALESFORCE
        if item.is_first_link and list_id is not None and is_person:
            by_list[list_id].append(item)
    return by_list


def _members(contacts: Mapping[str, Record], list_id: str, batch: Batch) -> Mapping[str, bool]:
    ids = [contact.ref.id for contact in contacts.values()]
    return batch.crms.hubspot.membership(ids, list_id) if ids else {}
