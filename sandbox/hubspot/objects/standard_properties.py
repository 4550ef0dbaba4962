"""Short ways to write down HubSpot's own properties, and the schema of a standard object type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandbox.hubspot.objects.schema import ObjectType, Property, PropertyGroup, by_name, options

YES_NO = options(("true", "Yes"), ("false", "No"))


def text(name: str, label: str) -> Property:
    return Property(name, label)


def long_text(name: str, label: str, field_type: str = "textarea") -> Property:
    return Property(name, label, field_type=field_type)


def phone(name: str, label: str) -> Property:
    return Property(name, label, field_type="phonenumber")


def number(name: str, label: str) -> Property:
    return Property(name, label, "number", "number")


def moment(name: str, label: str) -> Property:
    return Property(name, label, "datetime", "date")


def flag(name: str, label: str) -> Property:
    return Property(name, label, "bool", "booleancheckbox", options=YES_NO)


def choice(name: str, label: str, *choices: str | tuple[str, str], field_type: str = "select") -> Property:
    """An enumeration; each choice is a value, or a value and its label."""
    return Property(name, label, "enumeration", field_type, options=options(*choices))


def owner(label: str) -> Property:
    return Property(
        "hubspot_owner_id",
        label,
        "enumeration",
        "select",
        external_options=True,
        referenced_object_type="OWNER",
        form_field=False,
    )


def calculated(name: str, label: str, kind: str = "number", *, refers_to: str = "") -> Property:
    """A value that HubSpot works out and tells of like of any other change."""
    field_type = {"number": "number", "datetime": "date"}.get(kind, "text")
    return Property(
        name,
        label,
        kind,
        field_type,
        read_only=True,
        calculated=True,
        form_field=False,
        referenced_object_type=refers_to,
    )


def kept(name: str, label: str, kind: str) -> Property:
    """A value that HubSpot keeps for itself: readable, never writable, no webhook events."""
    return replace(calculated(name, label, kind), kept_by_hubspot=True)


_MERGED = Property(
    "hs_merged_object_ids",
    "Merged record IDs",
    "enumeration",
    "checkbox",
    read_only=True,
    external_options=True,
    form_field=False,
    kept_by_hubspot=True,
)


def standard_type(
    type_id: str,
    name: str,
    singular: str,
    properties: Sequence[Property],
    *,
    shown: tuple[str, ...] = (),
    created: str = "hs_createdate",
    group: str = "",
    scope: str = "",
    searched: tuple[str, ...] = (),
    always_required: tuple[str, ...] = (),
) -> ObjectType:
    """An object type with HubSpot's own record properties and one property group."""
    group = group or f"{singular}information"
    dates = dict.fromkeys([created, "hs_createdate"])
    own = [
        kept("hs_object_id", "Record ID", "number"),
        *(kept(date, "Create Date", "datetime") for date in dates),
        kept("hs_lastmodifieddate", "Last Modified Date", "datetime"),
        _MERGED,
    ]
    return ObjectType(
        id=type_id,
        name=name,
        singular=singular,
        properties=by_name(replace(one, group=group) for one in (*properties, *own)),
        groups={group: PropertyGroup(group, f"{singular.capitalize()} information", 0)},
        default_properties=tuple(sorted({*shown, created, "hs_lastmodifieddate", "hs_object_id"})),
        created_property=created,
        always_required=always_required,
        scope=scope,
        searched=searched,
    )
