"""Pets: a custom object that an administrator made in both CRMs of a stack. Each has a keeper, who is a contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sandbox.salesforce.settings import SalesforceSettings
from sandbox.stack.simulators import relay_change_events
from sandbox.stack.stack import Stack

_PROPERTIES = ("pet_name", "chip")
_FIELDS: tuple[Mapping[str, object], ...] = (
    {"name": "Chip__c", "type": "text", "length": 40},
    {"name": "Keeper__c", "type": "lookup", "referenceTo": "Contact"},
)


class Pets(NamedTuple):
    """HubSpot's object type id, Salesforce's API name, and what `objects/pet` says to make a pair of them."""

    hubspot: str
    salesforce: str
    parameter: Mapping[str, Any]


def make_pets(stack: Stack, tag: str) -> Pets:
    """`tag` keeps the objects of one run apart from those of another. Salesforce tells of its pets by change events."""
    hubspot, salesforce = f"pet_{tag}", f"Pet_{tag}__c"
    _make_in_salesforce(stack, salesforce)
    parameter = {
        "hubspot": hubspot,
        "salesforce": salesforce,
        "mappings": [
            {"hubspot": "pet_name", "salesforce": "Name", "rule": "two_way"},
            {"hubspot": "chip", "salesforce": "Chip__c", "rule": "two_way"},
        ],
        "references": [{"salesforce": "Keeper__c", "to": "contact"}],
        "on_salesforce_delete": "delete",
    }
    return Pets(_make_in_hubspot(stack, hubspot), salesforce, parameter)


def _make_in_salesforce(stack: Stack, name: str) -> None:
    stack.control("salesforce", "schema", {"op": "add_object", "object": name})
    for field in _FIELDS:
        stack.control("salesforce", "schema", {"op": "add_field", "object": name, "field": dict(field)})
    settings = SalesforceSettings(org_id=stack.env["SALESFORCE_ORG_ID"])
    relay_change_events(stack.place.salesforce_url, settings, (name,))


def _make_in_hubspot(stack: Stack, name: str) -> str:
    body = {
        "name": name,
        "labels": {"singular": "Pet", "plural": "Pets"},
        "requiredProperties": [],
        "properties": [{"name": one, "label": one, "type": "string", "fieldType": "text"} for one in _PROPERTIES],
        "associatedObjects": ["CONTACT"],
    }
    return str(stack.hubspot().request("POST", "/crm-object-schemas/v3/schemas", body)["objectTypeId"])
