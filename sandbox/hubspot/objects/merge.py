"""Merging two records: the primary's values win, blanks are filled, both ids lead to the survivor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.hubspot.associations.linking import take_over
from sandbox.hubspot.author import MERGE, Author
from sandbox.hubspot.objects.lifecycle import LIFECYCLE_STAGES
from sandbox.hubspot.objects.record import Change, ChangeKind, Record, Write
from sandbox.hubspot.objects.store import RecordStore

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal


def merge(portal: Portal, store: RecordStore, primary: Record, other: Record, author: Author) -> Record:
    """The surviving record: a new one, or the primary itself (`merge_creates_record`)."""
    now = portal.now_ms()
    values = _merged_values(store, primary, other)
    moved = {name: value for name, value in values.items() if primary.values.get(name) != value}
    for record in (primary, other):
        store.release(record)
    if portal.settings.merge_creates_record:
        survivor = _new_survivor(store, primary, other, values, now)
    else:
        store.change(primary, moved, MERGE, now)
        survivor = primary
    losers = [record for record in (primary, other) if record is not survivor]
    for loser in losers:
        _retire(portal, store, loser, survivor, now)
    take_over(portal, store.object_type.id, [loser.id for loser in losers], survivor.id)
    details = {
        "primaryObjectId": primary.id,
        "mergedObjectIds": [other.id],
        "newObjectId": survivor.id,
        "numberOfPropertiesMoved": len(moved),
    }
    store.announce(Change("merge", store.object_type.id, survivor, author, now, moved, details))
    return survivor


def _merged_values(store: RecordStore, primary: Record, other: Record) -> dict[str, str]:
    object_type = store.object_type
    kept = {"hs_object_id", object_type.modified_property, "hs_merged_object_ids"}
    values = {**other.values, **primary.values}
    values = {name: value for name, value in values.items() if name not in kept}
    created = object_type.created_property
    values[created] = min(primary.values[created], other.values[created])
    if "hs_merged_object_ids" in object_type.properties:
        values["hs_merged_object_ids"] = _joined(
            primary.values.get("hs_merged_object_ids"),
            other.values.get("hs_merged_object_ids"),
            str(primary.id),
            str(other.id),
        )
    if object_type.name == "contacts":
        values |= _contact_values(primary.values, other.values)
    if object_type.name == "companies":
        values |= _company_values(primary.values, other.values)
    return values


def _contact_values(primary: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """The other's e-mail lives on as an additional one; the lifecycle stage that is further on wins."""
    email = primary.get("email") or other.get("email", "")
    additional = _joined(primary.get("hs_additional_emails"), other.get("email"), other.get("hs_additional_emails"))
    additional = ";".join(part for part in additional.split(";") if part and part != email)
    merged = {"email": email, "hs_additional_emails": additional}
    stages = [values["lifecyclestage"] for values in (primary, other) if "lifecyclestage" in values]
    if stages:
        merged["lifecyclestage"] = max(stages, key=LIFECYCLE_STAGES.index)
    return {name: value for name, value in merged.items() if value}


def _company_values(primary: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """The other's domain lives on as an additional one."""
    domain = primary.get("domain") or other.get("domain", "")
    all_of_them = _joined(primary.get("hs_additional_domains"), other.get("domain"), other.get("hs_additional_domains"))
    additional = ";".join(part for part in all_of_them.split(";") if part and part != domain)
    merged = {"domain": domain, "hs_additional_domains": additional}
    return {name: value for name, value in merged.items() if value}


def _joined(*texts: str | None) -> str:
    return ";".join(dict.fromkeys(part for text in texts if text for part in text.split(";")))


def _new_survivor(store: RecordStore, primary: Record, other: Record, values: Mapping[str, str], now: int) -> Record:
    """A third record that carries both pasts."""
    survivor = store.insert(values, MERGE, now, quiet=True)
    past: list[Write] = sorted([*other.log, *primary.log], key=lambda write: write.at)
    survivor.log = [*past, *survivor.log]
    survivor.created_at = min(primary.created_at, other.created_at)
    return survivor


def _retire(portal: Portal, store: RecordStore, loser: Record, survivor: Record, now: int) -> None:
    del store.records[loser.id]
    store.redirects[loser.id] = survivor.id
    loser.archived_at = now
    kind: ChangeKind = "deletion" if portal.settings.merge_sends_deletion else "merged_away"
    store.announce(Change(kind, store.object_type.id, loser, MERGE, now))
