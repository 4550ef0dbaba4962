"""Custom objects on the real functions: a pair that one parameter makes, whose records cross both ways."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from sandbox.stack.pets import Pets, make_pets
from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack


@pytest.fixture
def pets(journey: Journey) -> Iterator[Pets]:
    made = make_pets(journey.stack, uuid.uuid4().hex[:6])
    with journey.parameters({"objects/pet": made.parameter}, set_up=True):
        yield made


def test_a_pair_of_one_parameter_syncs_both_ways_with_its_lookup(journey: Journey, pets: Pets) -> None:
    keeper = journey.linked()
    rex = journey.salesforce.create(pets.salesforce, {"Name": "Rex", "Chip__c": "A1", "Keeper__c": keeper.salesforce})
    bello = journey.hubspot.create(pets.hubspot, {"pet_name": "Bello", "chip": "B2"})
    join = f"/crm/v4/objects/{pets.hubspot}/{bello}/associations/default/contact/{keeper.hubspot}"
    journey.hubspot.request("PUT", join)
    eventually(lambda: pets_in_salesforce(journey, pets, "Bello"), [("B2", keeper.salesforce)])
    eventually(lambda: len(pets_in_hubspot(journey, pets, "Rex")), 1)
    (there,) = pets_in_hubspot(journey, pets, "Rex")
    eventually(lambda: keepers(journey, pets, there), [keeper.hubspot])
    shown = journey.hubspot.read(pets.hubspot, there, "chip", "salesforcerecordid")
    assert (shown["chip"], shown["salesforcerecordid"]) == ("A1", rex)
    journey.hubspot.update(pets.hubspot, there, {"chip": "C3"})
    eventually(lambda: journey.salesforce.read(pets.salesforce, rex, "Chip__c")["Chip__c"], "C3")
    journey.salesforce.delete(pets.salesforce, rex)
    eventually(lambda: pets_in_hubspot(journey, pets, "Rex"), [])


def pets_in_salesforce(journey: Journey, pets: Pets, name: str) -> list[tuple[str, str]]:
    rows = journey.salesforce.query(f"SELECT Chip__c, Keeper__c FROM {pets.salesforce} WHERE Name = '{name}'")
    return [(row["Chip__c"], row["Keeper__c"]) for row in rows]


def pets_in_hubspot(journey: Journey, pets: Pets, name: str) -> list[str]:
    return [str(found["id"]) for found in journey.hubspot.find(pets.hubspot, "pet_name", name)]


def keepers(journey: Journey, pets: Pets, pet: str) -> list[str]:
    found = journey.hubspot.request("GET", f"/crm/v4/objects/{pets.hubspot}/{pet}/associations/contact")["results"]
    return [str(one["toObjectId"]) for one in found]
