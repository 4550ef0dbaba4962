"""Two lookups of a custom object that lead to one pair: a label tells their associations apart."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.record import Side

from tests.unit.sync.custom_world import PET, CustomWorld


class VetWorld(CustomWorld):
    """Pets have a vet too, who is a contact, as the keeper is."""

    def __init__(self) -> None:
        super().__init__()
        field = {"name": "Vet__c", "type": "lookup", "referenceTo": "Contact"}
        self.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": "Pet__c", "field": field})
        self.kinds = {label: self._add(label) for label in ("Keeper", "Vet")}

    def _add(self, label: str) -> dict[str, Any]:
        path = f"/crm/v4/associations/{self.pets}/contact/labels"
        assert self.hubspot_user.send("POST", path, {"name": label.lower(), "label": label}).status == 200
        found = self.hubspot_user.send("GET", path).json()["results"]
        return next({"type_id": one["typeId"], "category": one["category"]} for one in found if one["label"] == label)

    def references(self, *labelled: str) -> list[dict[str, Any]]:
        """Only those lookups have the label."""
        return [
            {"salesforce": f"{one}__c", "to": "contact", **({"association": kind} if one in labelled else {})}
            for one, kind in self.kinds.items()
        ]

    def label(self, pet: str, contact: str, label: str) -> None:
        path = f"/crm/v4/objects/{self.pets}/{pet}/associations/contact/{contact}"
        kind = {
            "associationCategory": self.kinds[label]["category"],
            "associationTypeId": self.kinds[label]["type_id"],
        }
        assert self.hubspot_user.send("PUT", path, [kind]).status in {200, 201}

    def labels(self, pet: str) -> dict[str, set[str]]:
        found = self.hubspot_user.send("GET", f"/crm/v4/objects/{self.pets}/{pet}/associations/contact").json()
        return {
            str(one["toObjectId"]): {str(kind["label"]) for kind in one["associationTypes"] if kind["label"]}
            for one in found["results"]
        }


@pytest.fixture
def world() -> VetWorld:
    world = VetWorld()
    world.switch_on(references=world.references("Keeper", "Vet"))
    return world


@pytest.mark.parametrize("labelled", [(), ("Vet",), ("Keeper",)])
def test_unless_each_has_a_label_they_are_refused(labelled: tuple[str, ...]) -> None:
    world = VetWorld()
    (refusal,) = world.refused_parameter("pet", {**PET, "references": world.references(*labelled)})
    assert refusal.place == "/references/1/association"
    assert "type_id" in refusal.fix


def test_two_of_one_label_are_refused() -> None:
    world = VetWorld()
    keeper, vet = world.references("Keeper", "Vet")
    references = [keeper, {**vet, "association": keeper["association"]}]
    (refusal,) = world.refused_parameter("pet", {**PET, "references": references})
    assert refusal.place == "/references/1/association"


def test_a_lookup_makes_an_association_of_its_own_label(world: VetWorld) -> None:
    ada, bob = world.linked(), world.linked("bob@example.org")
    rex = world.create_person("Pet__c", Name="Rex", Keeper__c=ada.salesforce, Vet__c=bob.salesforce)
    world.run_on()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    assert world.labels(pet) == {ada.hubspot: {"Keeper"}, bob.hubspot: {"Vet"}}
    assert world.custom("Pet__c", rex, "Keeper__c", "Vet__c") == (ada.salesforce, bob.salesforce)


def test_an_association_goes_to_the_lookup_of_its_label(world: VetWorld) -> None:
    ada, bob = world.linked(), world.linked("bob@example.org")
    rex = world.create_pet(pet_name="Rex")
    world.run()
    world.label(rex, bob.hubspot, "Vet")
    world.run_on()
    there = world.there(Side.HUBSPOT, world.pets, rex)
    assert world.custom("Pet__c", there, "Keeper__c", "Vet__c") == (None, bob.salesforce)
    world.label(rex, ada.hubspot, "Keeper")
    world.run_on()
    assert world.custom("Pet__c", there, "Keeper__c", "Vet__c") == (ada.salesforce, bob.salesforce)


def test_who_is_both_stays_the_one_when_the_other_is_taken_away(world: VetWorld) -> None:
    ada = world.linked()
    rex = world.create_person("Pet__c", Name="Rex", Keeper__c=ada.salesforce, Vet__c=ada.salesforce)
    world.run_on()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    assert world.labels(pet) == {ada.hubspot: {"Keeper", "Vet"}}
    world.edit_custom("Pet__c", rex, Vet__c=None)
    world.run_on()
    assert world.labels(pet) == {ada.hubspot: {"Keeper"}}
    assert world.custom("Pet__c", rex, "Keeper__c", "Vet__c") == (ada.salesforce, None)
    assert world.parked() == []


def test_another_keeper_takes_the_label_alone(world: VetWorld) -> None:
    ada, bob = world.linked(), world.linked("bob@example.org")
    rex = world.create_person("Pet__c", Name="Rex", Keeper__c=ada.salesforce, Vet__c=ada.salesforce)
    world.run_on()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    world.edit_custom("Pet__c", rex, Keeper__c=bob.salesforce)
    world.run_on()
    assert world.labels(pet) == {ada.hubspot: {"Vet"}, bob.hubspot: {"Keeper"}}
    assert world.custom("Pet__c", rex, "Keeper__c", "Vet__c") == (bob.salesforce, ada.salesforce)
