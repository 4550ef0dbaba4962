"""What the pairs of activities have in common: HubSpot's bodies, times and people, and Salesforce's."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.option_map import OptionMap
from crmsync.core.own_properties import OwnProperty
from crmsync.core.reference_mappings import to_person, to_subject

TASK = "Task"
EVENT = "Event"
TIMESTAMP = "hs_timestamp"
_HUBSPOT_MAX = 65_536


def text(hubspot: str, object_type: str, field: str, max_length: int) -> FieldMapping:
    own, kinds = FieldType(max_length=_HUBSPOT_MAX), {object_type: FieldType(max_length=max_length, multi_line=False)}
    return FieldMapping(hubspot, {object_type: field}, Rule.TWO_WAY, own, kinds, is_default=True)


def body(hubspot: str, object_type: str) -> FieldMapping:
    own = FieldType(max_length=_HUBSPOT_MAX, is_long=True, is_html=True)
    kinds = {object_type: FieldType(max_length=32_000)}
    return FieldMapping(hubspot, {object_type: "Description"}, Rule.TWO_WAY, own, kinds, is_default=True)


def long_text(hubspot: str, object_type: str) -> FieldMapping:
    """A body without formatting."""
    mapping = body(hubspot, object_type)
    return replace(mapping, hubspot_type=replace(mapping.hubspot_type, is_html=False))


def moment(hubspot: str, object_type: str, field: str, kind: Kind = Kind.DATETIME) -> FieldMapping:
    """`kind` is Salesforce's, which may know the day alone."""
    own = FieldType(Kind.DATETIME, is_required=hubspot == TIMESTAMP)
    kinds = {object_type: FieldType(kind)}
    return FieldMapping(hubspot, {object_type: field}, Rule.TWO_WAY, own, kinds, is_default=True)


def choice(
    hubspot: str, object_type: str, field: str, options: OptionMap, *, is_required: bool = False
) -> FieldMapping:
    """`is_required`: Salesforce has a default for it, and takes no blank."""
    own = FieldType(Kind.PICKLIST)
    kinds = {object_type: FieldType(Kind.PICKLIST, max_length=255, is_required=is_required)}
    return FieldMapping(hubspot, {object_type: field}, Rule.TWO_WAY, own, kinds, is_default=True, options=options)


def related(activity: str, object_type: str) -> tuple[FieldMapping, ...]:
    return (to_person(activity, object_type), to_subject(activity, object_type))


def id_property(object_type: str) -> OwnProperty:
    word = object_type.lower()
    return OwnProperty(
        f"salesforce{word}id", f"Salesforce {word} ID", "string", "text", f"The {word} it is linked to.", is_unique=True
    )


TASK_ID = id_property(TASK)
DONE = {"Status": "Completed"}
"""What was logged is nothing to be done."""
