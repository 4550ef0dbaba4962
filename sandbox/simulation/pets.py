"""Custom objects in some seeds: people create pets, edit them, and give them to a contact. Dice of its own."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from crmsync.core.custom_object import STAMPS
from crmsync.core.record import Millis, Side

from sandbox.simulation.crm_user import HubspotUser, SalesforceUser
from sandbox.simulation.linked import newly_linked
from sandbox.simulation.people import Known
from sandbox.simulation.portal_properties import add_properties
from sandbox.simulation.weighted import do_one_of

USED = 0.3
ACTIONS = (10, 40)
PET = "Pet__c"
FIELDS = {"colour": "Colour__c", "chip": "Chip__c"}
PARAMETER: dict[str, Any] = {
    "hubspot": "pet",
    "salesforce": PET,
    "mappings": [
        {"hubspot": "pet_name", "salesforce": "Name", "rule": "two_way"},
        *({"hubspot": hubspot, "salesforce": salesforce} for hubspot, salesforce in FIELDS.items()),
    ],
    "references": [{"salesforce": "Keeper__c", "to": "contact"}],
}

if TYPE_CHECKING:
    from sandbox.simulation.world import World


def make_pets(hubspot_user: HubspotUser, salesforce_user: SalesforceUser) -> str:
    """The custom object in both CRMs, with what the set-up adds; its type id in HubSpot."""
    salesforce_user.control("schema", {"op": "add_object", "object": PET})
    own = ({"name": one, "type": "text", "length": 80} for one in FIELDS.values())
    for field in (*own, {"name": "Keeper__c", "type": "lookup", "referenceTo": "Contact"}):
        salesforce_user.control("schema", {"op": "add_field", "object": PET, "field": field})
    texts = ("pet_name", *FIELDS)
    body = {
        "name": "pet",
        "labels": {"singular": "Pet", "plural": "Pets"},
        "requiredProperties": [],
        "properties": [{"name": one, "label": one, "type": "string", "fieldType": "text"} for one in texts],
        "associatedObjects": ["CONTACT"],
    }
    object_type = str(hubspot_user.send("POST", "/crm-object-schemas/v3/schemas", body).json()["objectTypeId"])
    add_properties(hubspot_user, object_type, STAMPS)
    return object_type


class Pets:
    """`names` has what people made, by the name that they gave, each once; `edits` counts the values that they set."""

    def __init__(self, seed: int, world: World) -> None:
        self._rng = Random(f"{seed}/pets")
        self._world = world
        self.known: list[Known] = []
        self.names: dict[str, Known] = {}
        self.edits = 0
        self.object_type = ""
        self.settings: dict[str, object] = {}

    def plan(self, until: Millis) -> None:
        """No change events tell of them: an org may have none left, so that the poll finds them."""
        if self._rng.random() >= USED:
            return
        self.use()
        self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def use(self) -> None:
        crms = self._world.crms
        self.object_type = make_pets(crms.hubspot_user, crms.salesforce_user)
        self._world.product.parameters.write("objects/pet", json.dumps({**PARAMETER, **self.settings}))

    def _act(self) -> None:
        """Nothing of before the pair is active comes by itself."""
        if "pet" not in self._world.product.configuration.pairs:
            return
        self._learn()
        do_one_of(self._rng, {self.create: 3, self._edit: 4, self._give: 3})

    def _learn(self) -> None:
        """Also of what crmsync made."""
        self.known.extend(newly_linked(self._world, self.object_type, self.known))

    def create(self) -> None:
        """An org whose calls are used up takes nothing, from people either."""
        name, crms, side = f"Pet {len(self.names)}", self._world.crms, self._rng.choice([*Side])
        if side is Side.HUBSPOT:
            created = crms.hubspot_user.create({"pet_name": name}, self.object_type)
        else:
            created = crms.salesforce_user.create(PET, {"Name": name})
        if created is None:
            return
        known = Known(side, self.object_type if side is Side.HUBSPOT else PET, created)
        self.known.append(known)
        self.names[name] = known
        self.edits += 1

    def _edit(self) -> None:
        if not self.known:
            return
        known, key = self._rng.choice(self.known), self._rng.choice(sorted(FIELDS))
        self.edits += 1
        text = f"value {self.edits}"
        if known.side is Side.HUBSPOT:
            self._world.crms.hubspot_user.edit(known.id, {key: text}, self.object_type)
        else:
            self._world.crms.salesforce_user.edit(PET, known.id, {FIELDS[key]: text})

    def _give(self) -> None:
        """To a contact of the same CRM: in Salesforce in the place of another one, in HubSpot beside."""
        side = self._rng.choice([*Side])
        object_type = "contact" if side is Side.HUBSPOT else "Contact"
        people = [one for one in self._world.people.records if one[:2] == (side, object_type)]
        own = [one for one in self.known if one.side is side]
        if not people or not own:
            return
        pet, person, crms = self._rng.choice(own), self._rng.choice(people), self._world.crms
        self.edits += 1
        if side is Side.SALESFORCE:
            crms.salesforce_user.edit(PET, pet.id, {"Keeper__c": person.id})
        else:
            path = f"/crm/v4/objects/{self.object_type}/{pet.id}/associations/default/contact/{person.id}"
            crms.hubspot_user.send("PUT", path)
