"""A SyncWorld with custom objects: pets have a keeper (a contact) and visits are of a pet."""

from __future__ import annotations

import json
from typing import Any

from crmsync.core.custom_object import STAMPS
from crmsync.core.record import RecordRef, Side
from crmsync.core.refusal import Refusal

from sandbox.salesforce.settings import SalesforceSettings
from sandbox.simulation.portal_properties import add_properties
from tests.unit.sync.company_world import CompanyWorld
from tests.unit.sync.sync_world import INVOCATION, SECOND

PET: dict[str, Any] = {
    "hubspot": "pet",
    "salesforce": "Pet__c",
    "mappings": [
        {"hubspot": "pet_name", "salesforce": "Name", "rule": "two_way"},
        {"hubspot": "chip", "salesforce": "Chip__c", "rule": "two_way"},
        {"hubspot": "weight", "salesforce": "Weight__c", "rule": "two_way"},
    ],
    "references": [{"salesforce": "Keeper__c", "to": "contact"}],
}
VISIT: dict[str, Any] = {
    "hubspot": "visit",
    "salesforce": "Visit__c",
    "mappings": [{"hubspot": "reason", "salesforce": "Reason__c", "rule": "two_way"}],
    "references": [{"salesforce": "Pet__c", "to": "pet"}],
}
_PET_FIELDS: tuple[dict[str, object], ...] = (
    {"name": "Chip__c", "type": "text", "length": 40},
    {"name": "Weight__c", "type": "number", "scale": 1},
    {"name": "Keeper__c", "type": "lookup", "referenceTo": "Contact"},
)
_VISIT_FIELDS: tuple[dict[str, object], ...] = (
    {"name": "Reason__c", "type": "text", "length": 120},
    {"name": "Pet__c", "type": "lookup", "referenceTo": "Pet__c"},
)


class CustomWorld(CompanyWorld):
    """The objects and crmsync's properties of them are there; no parameter speaks of them yet."""

    def __init__(self) -> None:
        super().__init__()
        self._make_salesforce("Pet__c", _PET_FIELDS)
        self._make_salesforce("Visit__c", _VISIT_FIELDS)
        self.pets = self._make_hubspot("pet", {"pet_name": "string", "chip": "string", "weight": "number"}, "CONTACT")
        self.visits = self._make_hubspot("visit", {"reason": "string"}, self.pets)
        relay = {
            "bus": "relay",
            "source": f"salesforce.partner/{SalesforceSettings().org_id}/0YL000000000001",
            "entities": ["ContactChangeEvent", "LeadChangeEvent", "Pet__ChangeEvent", "Visit__ChangeEvent"],
        }
        self.control(Side.SALESFORCE, "event_relay", relay)

    def _make_salesforce(self, name: str, fields: tuple[dict[str, object], ...]) -> None:
        self.control(Side.SALESFORCE, "schema", {"op": "add_object", "object": name})
        for field in fields:
            self.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": name, "field": field})

    def _make_hubspot(self, name: str, properties: dict[str, str], other: str) -> str:
        listed = [
            {"name": one, "label": one, "type": kind, "fieldType": "number" if kind == "number" else "text"}
            for one, kind in properties.items()
        ]
        body = {
            "name": name,
            "labels": {"singular": name.title(), "plural": f"{name.title()}s"},
            "requiredProperties": [],
            "properties": listed,
            "associatedObjects": [other],
        }
        made = self.hubspot_user.send("POST", "/crm-object-schemas/v3/schemas", body)
        assert made.status == 201, made.body
        type_id = str(made.json()["objectTypeId"])
        add_properties(self.hubspot_user, type_id, STAMPS)
        return type_id

    def switch_on(self, **pet: object) -> None:
        self.put("objects/pet", {**PET, **pet})

    def make(self, hubspot: str, salesforce: str) -> str:
        """Another pair, which syncs by name alone, and of which no change events tell; HubSpot's object type id."""
        self._make_salesforce(salesforce, ())
        type_id = self._make_hubspot(hubspot, {"title": "string"}, "CONTACT")
        mapping = {"hubspot": "title", "salesforce": "Name", "rule": "two_way"}
        self.put(f"objects/{hubspot}", {"hubspot": hubspot, "salesforce": salesforce, "mappings": [mapping]})
        return type_id

    def poll(self) -> None:
        """Both polls, and all that follows."""
        self.clock.advance(60 * SECOND)
        for side in Side:
            self.product.poll(side, self.clock.now() + INVOCATION)
        self.run_on()

    def refused_parameter(self, name: str, value: object) -> list[Refusal]:
        """What is wrong with an administrator's edit."""
        self.product.parameters.write(f"objects/{name}", json.dumps(value))
        self.product.guard()
        return list(self.product.configurations.refused())

    # -- people -----------------------------------------------------------------------------------------------------

    def create_pet(self, **properties: str) -> str:
        return self.create(self.pets, **properties)

    def create(self, object_type: str, **properties: str) -> str:
        self.clock.advance(SECOND)
        created = self.hubspot_user.create(dict(properties), object_type)
        assert created is not None
        return created

    def edit_pet(self, pet: str, **properties: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(pet, dict(properties), self.pets)

    def edit_custom(self, object_type: str, record: str, **fields: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.salesforce_user.edit(object_type, record, dict(fields))

    def join(self, start: tuple[str, str], end: tuple[str, str]) -> None:
        """Associates two records, without a label."""
        self.clock.advance(SECOND)
        path = f"/crm/v4/objects/{start[0]}/{start[1]}/associations/default/{end[0]}/{end[1]}"
        assert self.hubspot_user.send("PUT", path).status == 200

    # -- what they see ----------------------------------------------------------------------------------------------

    def pet(self, pet: str, *names: str) -> Any:
        shown = self.hubspot_user.show(pet, list(names), self.pets)
        assert shown is not None, f"pet {pet} is not there"
        values = [shown.get(name) or None for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def custom(self, object_type: str, record: str, *names: str) -> Any:
        shown = self.salesforce_user.show(object_type, record)
        assert shown is not None, f"{record} is not there"
        values = [shown[name] for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def associated(self, start: tuple[str, str], to_type: str) -> list[str]:
        found = self.hubspot_user.send("GET", f"/crm/v4/objects/{start[0]}/{start[1]}/associations/{to_type}").json()
        return sorted(str(one["toObjectId"]) for one in found["results"])

    def there(self, side: Side, object_type: str, record: str) -> str:
        """The id of the linked record on the other side."""
        return self.link_of(RecordRef(side, object_type, record)).ref(side.other).id
