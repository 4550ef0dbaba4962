"""HubSpot's JSON of one object, and what we make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crmsync.adapters.vendor_time import millis_of
from crmsync.core.record import Millis, Record, RecordRef, Side, Value

EMAIL = "email"
ADDITIONAL_EMAILS = "hs_additional_emails"
MERGED_IDS = "hs_merged_object_ids"


def modified_property(object_type: str) -> str:
    """Contacts alone have a name of their own for it."""
    return "lastmodifieddate" if object_type == "contact" else "hs_lastmodifieddate"


def created_property(object_type: str) -> str:
    """Deals have both, and the other one is a date that people may set."""
    return "createdate" if object_type in {"contact", "company", "ticket"} else "hs_createdate"


def asked_properties(object_type: str, fields: Iterable[str]) -> list[str]:
    """The fields, and what we need beside them to tell who the record is."""
    own = [modified_property(object_type), MERGED_IDS]
    people = [EMAIL, ADDITIONAL_EMAILS] if object_type == "contact" else []
    return list(dict.fromkeys([*fields, *own, *people]))


def record_of(found: Mapping[str, Any], object_type: str, fields: Sequence[str]) -> Record:
    """A property that HubSpot did not return (unknown, or not readable by this app) stays absent."""
    properties: Mapping[str, Value] = found.get("properties") or {}
    return Record(
        RecordRef(Side.HUBSPOT, object_type, str(found["id"])),
        {name: properties[name] for name in fields if name in properties},
        modified_at(found, object_type),
        created_at(found),
        tuple(one for one in merged_ids(found) if one != str(found["id"])),
    )


def modified_at(found: Mapping[str, Any], object_type: str) -> Millis:
    """The property, which is what search filters by, before the envelope's `updatedAt`."""
    return millis_of(found["properties"].get(modified_property(object_type))) or millis_of(found.get("updatedAt"))


def created_at(found: Mapping[str, Any]) -> Millis:
    return millis_of(found.get("createdAt"))


def merged_ids(found: Mapping[str, Any]) -> list[str]:
    """Ids of the records that were merged into this one."""
    return _listed(found, MERGED_IDS)


def addresses(found: Mapping[str, Any]) -> list[str]:
    """The contact's primary and additional e-mail addresses, lower case."""
    primary = (found.get("properties") or {}).get(EMAIL)
    own = [str(primary).strip()] if primary else []
    return [address.lower() for address in [*own, *_listed(found, ADDITIONAL_EMAILS)]]


def _listed(found: Mapping[str, Any], name: str) -> list[str]:
    text = (found.get("properties") or {}).get(name)
    return [part.strip() for part in str(text).split(";") if part.strip()] if text else []


def property_text(value: Value) -> str:
    """A value as HubSpot takes it: everything is text, and an empty text clears."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
