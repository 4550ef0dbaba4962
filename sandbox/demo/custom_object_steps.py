"""Steps of the demo about custom objects."""

from __future__ import annotations

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS
from sandbox.stack.pets import Pets, make_pets


def custom_objects(stage: Stage) -> str:
    """One parameter makes a pair of pets; a lookup in Salesforce is an association in HubSpot."""
    pets = make_pets(stage.stack, "demo")
    stage.stack.put_parameter("objects/pet", pets.parameter)
    stage.stack.admin("setup.properties")
    stage.rest(CONFIG_CACHE_SECONDS)  # until every worker knows
    contact_id, person_id = stage.new_pair("konrad")
    fields = {"Name": "Martina", "Chip__c": "G1", "Keeper__c": person_id}
    goose_id = stage.salesforce.create(pets.salesforce, fields)
    stage.edited()
    there = stage.wait("the pet in HubSpot", lambda: len(_named(stage, pets)), 1)
    pet_id = _named(stage, pets)[0]
    stage.wait("its keeper", lambda: _keepers(stage, pets, pet_id), [contact_id])
    stage.hubspot.update(pets.hubspot, pet_id, {"chip": "G2"})
    stage.edited()
    back = stage.wait("its chip", lambda: stage.person(pets.salesforce, goose_id, "Chip__c"), "G2")
    return f"a pet has its keeper in HubSpot after {there:.2f} s, its new chip came to Salesforce after {back:.2f} s"


def _named(stage: Stage, pets: Pets) -> list[str]:
    return [str(row["id"]) for row in stage.hubspot.find(pets.hubspot, "pet_name", "Martina")]


def _keepers(stage: Stage, pets: Pets, pet_id: str) -> list[str]:
    answer = stage.hubspot.request("GET", f"/crm/v4/objects/{pets.hubspot}/{pet_id}/associations/contact")
    return [str(one["toObjectId"]) for one in answer["results"]]
