"""Custom objects: the records that name one that syncs, or all where their parameter maps no lookup."""

from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_accounts_calls import is_within
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.sync.custom_world import PET, VISIT, CustomWorld

KIND: dict[str, Any] = {"kind": "objects/pet"}


class PetWorld(CustomWorld, KindsWorld):
    """No parameter speaks of pets yet."""

    def is_linked(self, record: str, object_type: str = "Pet__c") -> bool:
        ref = RecordRef(Side.SALESFORCE, object_type, record)
        return ref in self.product.links.find([ref])

    def create_in_salesforce(self, object_type: str, **fields: str) -> str:
        created = self.salesforce_user.create(object_type, dict(fields))
        assert created is not None
        return created


@pytest.fixture
def world() -> PetWorld:
    return PetWorld()


def test_the_pets_of_contacts_that_sync_come_with_their_keepers(world: PetWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    kept = world.create_in_salesforce("Pet__c", Name="Rex", Keeper__c=ada)
    stray = world.create_in_salesforce("Pet__c", Name="Stray")
    world.run()
    world.switch_on()
    status = world.import_all(**KIND)
    world.run()
    pet = world.there(Side.SALESFORCE, "Pet__c", kept)
    assert world.pet(pet, "pet_name", "salesforcerecordid") == ("Rex", kept)
    assert world.associated((world.pets, pet), "contact") == world.contacts_of("ada@example.org")
    assert not world.is_linked(stray)
    assert (status["estimate"]["records"], counts(status)) == (1, {"total": 1, "created": 1})
    assert status["title"].startswith("Salesforce import: objects/pet, ")


def test_of_a_keeper_who_does_not_sync_nothing_comes(world: PetWorld) -> None:
    (stranger,) = world.load_ids("Contact", [{"LastName": "Stranger", "Email": "x@example.org"}])
    pet = world.create_in_salesforce("Pet__c", Name="Rex", Keeper__c=stranger)
    world.switch_on()
    assert world.import_all(**KIND)["reasons"] == {"not_syncing": 1}
    assert not world.is_linked(pet)


def test_an_object_that_names_a_custom_object(world: PetWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    pet = world.create_in_salesforce("Pet__c", Name="Rex", Keeper__c=ada)
    visit = world.create_in_salesforce("Visit__c", Name="V-1", Reason__c="Teeth", Pet__c=pet)
    world.switch_on()
    world.put("objects/visit", VISIT)
    assert counts(world.import_all(kind="objects/visit")) == {"total": 1, "skipped": 1}
    world.import_all(**KIND)
    assert counts(world.import_all(kind="objects/visit")) == {"total": 1, "created": 1}
    assert world.is_linked(visit, "Visit__c")


def test_without_mapped_lookups_all_records_come(world: PetWorld) -> None:
    world.create_in_salesforce("Pet__c", Name="Rex")
    world.switch_on(references=[])
    assert counts(world.import_all(**KIND)) == {"total": 1, "created": 1}


def test_a_record_that_is_there_is_found_by_the_value_that_both_bear(world: PetWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    there = world.create_pet(pet_name="Rex", chip="C-1")
    world.product.queue = type(world.product.queue)(world.clock)
    kept = world.create_in_salesforce("Pet__c", Name="Rex", Chip__c="C-1", Keeper__c=ada)
    world.clock.advance(60_000)
    world.switch_on(match={"hubspot": "chip", "salesforce": "Chip__c"})
    status = world.import_all(**KIND)
    assert world.there(Side.SALESFORCE, "Pet__c", kept) == there
    assert status["counts"]["created"] == 0


def test_an_object_that_no_parameter_names(world: PetWorld) -> None:
    code, message = world.refused("start", **KIND)
    assert (code, "'objects/pet' is none of leads" in message) == ("bad_arguments", True)
    world.switch_on()
    assert "objects/pet" in world.refused("start", kind="objects/visit")[1]


def test_a_switched_off_object(world: PetWorld) -> None:
    world.put("objects/pet", {**PET, "enabled": False})
    refusal = ("not_possible", "the sync of objects/pet is switched off in objects/pet")
    assert world.refused("start", **KIND) == refusal
    assert world.ask("status")["items"] == []


def test_switched_off_meanwhile_it_waits_and_can_be_cancelled(world: PetWorld) -> None:
    world.create_in_salesforce("Pet__c", Name="Rex", Keeper__c=world.syncing_person("ada@example.org"))
    world.switch_on()
    job_id = world.started(**KIND)
    world.put("objects/pet", {**PET, "enabled": False})
    world.turn()
    assert world.status(job_id)["waiting"] == "switched_off"
    assert world.ask("cancel", job_id=job_id)["state"] == "cancelled"


@pytest.mark.s("S75")
@pytest.mark.parametrize("match", [None, {"hubspot": "chip", "salesforce": "Chip__c"}])
def test_six_hundred_pets_cost_few_calls(world: PetWorld, match: dict[str, str] | None) -> None:
    """With a key of their own each is looked for on both sides."""
    number = 600
    people = world.load_ids("Contact", [{"LastName": "Crowd", "Email": f"{n}@example.org"} for n in range(number)])
    world.import_all(kind="contacts")
    pets = [{"Name": f"Pet {n}", "Chip__c": f"C-{n}", "Keeper__c": person} for n, person in enumerate(people)]
    world.load(Side.SALESFORCE, pets, "Pet__c")
    world.run()
    world.switch_on(**({"match": match} if match else {}))
    with world.counting() as calls:
        status = world.import_all(**KIND)
    assert status["counts"]["created"] == status["estimate"]["records"] == number
    assert calls.salesforce / number <= 0.03
    assert is_within(calls, status["estimate"]), (calls, status["estimate"])
