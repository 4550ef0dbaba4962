"""Batch reads by id and by e-mail: strongly consistent, a hundred a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crmsync.adapters.batches import batches
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.hubspot.objects import (
    EMAIL,
    MERGED_IDS,
    addresses,
    asked_properties,
    merged_ids,
    record_of,
)
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Millis, Record, RecordRef, Side, Value
from crmsync.core.vendor_errors.hubspot import OBJECT_NOT_FOUND, classify_item
from crmsync.ports.crm import PropertyHistory, ReadOutcome

HISTORY_BATCH_LIMIT = 50
"""Reads with property history take half as many."""


def read_refs(
    api: HubspotApi, refs: Sequence[RecordRef], fields: Mapping[str, Sequence[str]]
) -> dict[RecordRef, ReadOutcome]:
    """Has every ref. An id that HubSpot does not know, and one that was merged away, is Gone."""
    outcomes: dict[RecordRef, ReadOutcome] = {}
    for object_type in dict.fromkeys(ref.object_type for ref in refs):
        ids = list(dict.fromkeys(ref.id for ref in refs if ref.object_type == object_type))
        for batch in batches(ids, BATCH_LIMIT):
            answer = _batch_read(api, object_type, batch, fields.get(object_type, ()))
            outcomes.update(_outcomes(batch, answer, object_type, fields.get(object_type, ())))
    return outcomes | _proven(api, outcomes)


def _proven(api: HubspotApi, outcomes: Mapping[RecordRef, ReadOutcome]) -> dict[RecordRef, Gone]:
    """Those that were not found and are in the recycle bin: what is not to be seen may be a matter of permissions."""
    missing = [ref for ref, one in outcomes.items() if isinstance(one, Gone) and one.became is None]
    proven: dict[RecordRef, Gone] = {}
    for object_type in dict.fromkeys(ref.object_type for ref in missing):
        refs = {ref.id: ref for ref in missing if ref.object_type == object_type}
        for batch in batches(list(refs), BATCH_LIMIT):
            body = {"inputs": _inputs(batch), "properties": [MERGED_IDS]}
            answer = api.read(api.paths.objects(object_type, "batch/read"), body, "look", archived=True)
            archived = {str(found["id"]) for found in answer.get("results") or () if found.get("archived")}
            proven.update({refs[one]: Gone(refs[one], is_proven=True) for one in batch if one in archived})
    return proven


def read_people(api: HubspotApi, emails: Sequence[str], fields: Sequence[str]) -> dict[str, tuple[Record, ...]]:
    """Has every address: the contact that bears it as primary or additional one, or none."""
    matches: dict[str, tuple[Record, ...]] = dict.fromkeys(emails, ())
    for batch in batches(list(matches), BATCH_LIMIT):
        answer = _batch_read(api, "contact", batch, fields, id_property=EMAIL)
        for found in _live(answer):
            record = record_of(found, "contact", fields)
            matches.update({address: (record,) for address in addresses(found) if address in matches})
    return matches


def read_by_value(
    api: HubspotApi, object_type: str, unique_property: str, values: Sequence[str], fields: Sequence[str]
) -> dict[str, Record]:
    """By value, the live record whose unique property has it (HubSpot ignores case); what has none is missing."""
    found: dict[str, Record] = {}
    asked_for = {value.lower(): value for value in values}
    asked = (*fields, unique_property)
    for batch in batches(list(asked_for.values()), BATCH_LIMIT):
        answer = _batch_read(api, object_type, batch, asked, id_property=unique_property)
        for one in _live(answer):
            value = asked_for.get(str(one["properties"].get(unique_property)).lower())
            if value is not None:
                found[value] = record_of(one, object_type, fields)
    return found


def read_property_history(
    api: HubspotApi, object_type: str, ids: Sequence[str], properties: Sequence[str]
) -> dict[str, PropertyHistory]:
    """By record id and property: its values with their times, the newest first."""
    histories: dict[str, PropertyHistory] = {}
    for batch in batches(list(dict.fromkeys(ids)), HISTORY_BATCH_LIMIT):
        body = {"inputs": _inputs(batch), "properties": [], "propertiesWithHistory": list(properties)}
        answer = api.read(api.paths.objects(object_type, "batch/read"), body, "property_history")
        for found in _live(answer):
            history: Mapping[str, Sequence[Mapping[str, Any]]] = found.get("propertiesWithHistory") or {}
            histories[str(found["id"])] = {name: _versions(entries) for name, entries in history.items() if entries}
    return histories


def _versions(entries: Iterable[Mapping[str, Any]]) -> list[tuple[Millis, Value]]:
    versions = [(millis_of(entry.get("timestamp")), entry.get("value") or None) for entry in entries]
    return sorted(versions, key=lambda version: -version[0])


def _batch_read(
    api: HubspotApi, object_type: str, ids: Sequence[str], fields: Sequence[str], id_property: str | None = None
) -> Mapping[str, Any]:
    body: dict[str, Any] = {"inputs": _inputs(ids), "properties": asked_properties(object_type, fields)}
    if id_property is not None:
        body["idProperty"] = id_property
    return api.read(api.paths.objects(object_type, "batch/read"), body, "look")


def _inputs(ids: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": record_id} for record_id in ids]


def _live(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [found for found in answer.get("results") or () if not found.get("archived")]


def _outcomes(
    ids: Sequence[str], answer: Mapping[str, Any], object_type: str, fields: Sequence[str]
) -> dict[RecordRef, ReadOutcome]:
    refused = _refused(answer)
    live = {str(found["id"]): found for found in _live(answer)}
    survivors = _survivors(ids, live, refused)
    outcomes: dict[RecordRef, ReadOutcome] = {}
    for record_id in ids:
        ref = RecordRef(Side.HUBSPOT, object_type, record_id)
        if record_id in live:
            outcomes[ref] = record_of(live[record_id], object_type, fields)
        else:
            outcomes[ref] = refused.get(record_id) or _missing(ref, survivors)
    return outcomes


def _survivors(
    ids: Sequence[str], live: Mapping[str, Mapping[str, Any]], refused: Mapping[str, Failure]
) -> dict[str, str | None]:
    """By merged-away id: the record that answered in its stead; None where that cannot be told.

    Even a survivor that does not list what was merged into it must not let the old id look deleted.
    """
    survivors: dict[str, str | None] = {old: new for new, found in live.items() for old in merged_ids(found)}
    lost = [one for one in ids if one not in live and one not in refused and one not in survivors]
    strangers = [new for new, found in live.items() if new not in ids and not set(merged_ids(found)) & set(ids)]
    if len(lost) == len(strangers) == 1:
        survivors[lost[0]] = strangers[0]
    elif strangers:
        survivors.update(dict.fromkeys(lost))
    return survivors


def _missing(ref: RecordRef, survivors: Mapping[str, str | None]) -> Gone | Failure:
    if ref.id not in survivors:
        return Gone(ref)
    survivor = survivors[ref.id]
    if survivor is None:
        reason = f"HubSpot answers for {ref.id} with a record of another id"
        return Failure(Consequence.RETRY_LATER, Category.MERGED, reason)
    return Gone(ref, RecordRef(ref.side, ref.object_type, survivor), "merged")


def _refused(answer: Mapping[str, Any]) -> dict[str, Failure]:
    """Ids that could not be read for another reason than that they do not exist."""
    return {
        str(record_id): classify_item(error)
        for error in answer.get("errors") or ()
        if error.get("category") != OBJECT_NOT_FOUND
        for record_id in (error.get("context") or {}).get("ids", ())
    }
