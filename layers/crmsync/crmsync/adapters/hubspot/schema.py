"""HubSpot's property definitions as field types. See https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.mapping import FieldType, Kind

MAX_TEXT = 65_536

_BY_NAME = {"email": Kind.EMAIL, "website": Kind.URL}
"""HubSpot has no type for these; they are plain strings that it checks by name."""

_BY_TYPE = {
    "bool": Kind.BOOLEAN,
    "number": Kind.NUMBER,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "phone_number": Kind.PHONE,
}
_HTML = "html"
_MULTI_LINE = {"textarea", _HTML}
_REQUIRED = {"hs_timestamp"}
"""Without which HubSpot takes no activity: its definition does not tell."""
_BY_FIELD_TYPE = {"booleancheckbox": Kind.BOOLEAN, "phonenumber": Kind.PHONE}


def field_types(answer: Mapping[str, Any]) -> dict[str, FieldType]:
    """By property name, the properties that are not archived."""
    live = [found for found in answer.get("results") or () if not found.get("archived")]
    return {str(found["name"]): field_type(found) for found in live}


def field_type(found: Mapping[str, Any]) -> FieldType:
    kind = _kind(found)
    return FieldType(
        kind=kind,
        max_length=MAX_TEXT if found.get("type") == "string" else 0,
        options=_options(found) if kind in {Kind.PICKLIST, Kind.MULTI_PICKLIST} else (),
        writable=_is_writable(found),
        is_long=kind is Kind.TEXT and found.get("fieldType") in _MULTI_LINE,
        is_html=kind is Kind.TEXT and found.get("fieldType") == _HTML,
        is_required=found["name"] in _REQUIRED,
    )


def _kind(found: Mapping[str, Any]) -> Kind:
    kind = (
        _BY_NAME.get(str(found["name"]))
        or _BY_FIELD_TYPE.get(str(found.get("fieldType")))
        or _BY_TYPE.get(str(found.get("type")))
    )
    if kind is not None or found.get("type") != "enumeration":
        return kind or Kind.TEXT
    if found.get("referencedObjectType"):
        return Kind.REFERENCE
    return Kind.MULTI_PICKLIST if found.get("fieldType") == "checkbox" else Kind.PICKLIST


def _options(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Hidden options are accepted too. Options kept elsewhere (owners) are not listed: any is accepted."""
    return tuple(str(option["value"]) for option in sorted(found.get("options") or (), key=_place))


def _place(option: Mapping[str, Any]) -> tuple[bool, int]:
    """Options of place -1 are shown behind all others."""
    place = int(option.get("displayOrder") or 0)
    return place < 0, place


def _is_writable(found: Mapping[str, Any]) -> bool:
    metadata = found.get("modificationMetadata") or {}
    return not (found.get("calculated") or metadata.get("readOnlyValue"))
