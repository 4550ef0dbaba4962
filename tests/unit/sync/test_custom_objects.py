"""Custom objects: pairs that a parameter makes, synced as the others are."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.custom_world import PET, VISIT, CustomWorld
from tests.unit.sync.test_owner import DANA, DANA_THERE, KENJI, KENJI_THERE

CREATED, UPDATED = OutcomeName.CREATED, OutcomeName.UPDATED


@pytest.fixture
def world() -> CustomWorld:
    world = CustomWorld()
    world.switch_on()
    return world


def test_an_object_that_no_parameter_speaks_of_costs_no_call() -> None:
    world = CustomWorld()
    world.create_pet(pet_name="Rex")
    world.create_person("Pet__c", Name="Bello")
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_a_new_record_crosses_both_ways(world: CustomWorld) -> None:
    rex = world.create_pet(pet_name="Rex", chip="A1", weight="7.5")
    bello = world.create_person("Pet__c", Name="Bello", Chip__c="B2")
    assert world.run()[CREATED] == 2
    assert world.custom("Pet__c", world.there(Side.HUBSPOT, world.pets, rex), "Name", "Chip__c", "Weight__c") == (
        "Rex",
        "A1",
        7.5,
    )
    made = world.there(Side.SALESFORCE, "Pet__c", bello)
    assert world.pet(made, "pet_name", "chip", "salesforcerecordid") == ("Bello", "B2", bello)
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_there_may_be_more_than_the_connectors_ten() -> None:
    world = CustomWorld()
    made = [(f"Thing{place}__c", world.make(f"thing{place}", f"Thing{place}__c")) for place in range(12)]
    born_there = [world.create_person(salesforce, Name=salesforce) for salesforce, _ in made]
    born_here = [world.create(hubspot, title=salesforce) for salesforce, hubspot in made]
    world.poll()
    for (salesforce, hubspot), own, other in zip(made, born_there, born_here, strict=True):
        came = world.hubspot_user.show(world.there(Side.SALESFORCE, salesforce, own), ["title"], hubspot)
        assert came is not None
        assert came["title"] == salesforce
        assert world.custom(salesforce, world.there(Side.HUBSPOT, hubspot, other), "Name") == salesforce
    assert world.parked() == []


def test_edits_and_clears_cross_both_ways(world: CustomWorld) -> None:
    rex = world.create_pet(pet_name="Rex", chip="A1")
    world.run()
    there = world.there(Side.HUBSPOT, world.pets, rex)
    world.edit_pet(rex, chip=None, weight="8")
    assert world.run()[UPDATED] == 1
    assert world.custom("Pet__c", there, "Chip__c", "Weight__c") == (None, 8)
    world.edit_custom("Pet__c", there, Chip__c="C3", Weight__c=None)
    assert world.run()[UPDATED] == 1
    assert world.pet(rex, "chip", "weight") == ("C3", None)


def test_the_owner_crosses_both_ways(world: CustomWorld) -> None:
    rex = world.create_person("Pet__c", Name="Rex", OwnerId=DANA_THERE)
    world.run()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    assert world.pet(pet, "hubspot_owner_id") == DANA
    world.edit_pet(pet, hubspot_owner_id=KENJI)
    world.run()
    assert world.custom("Pet__c", rex, "OwnerId") == KENJI_THERE


def test_a_lookup_is_an_association(world: CustomWorld) -> None:
    ada, bob = world.linked(), world.linked("bob@example.org")
    rex = world.create_person("Pet__c", Name="Rex", Keeper__c=ada.salesforce)
    world.run()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    assert world.associated((world.pets, pet), "contact") == [ada.hubspot]
    world.edit_custom("Pet__c", rex, Keeper__c=bob.salesforce)
    world.run()
    assert world.associated((world.pets, pet), "contact") == [bob.hubspot]


def test_an_association_is_a_lookup(world: CustomWorld) -> None:
    ada = world.linked()
    rex = world.create_pet(pet_name="Rex")
    world.run()
    world.join((world.pets, rex), ("contact", ada.hubspot))
    world.run()
    assert world.custom("Pet__c", world.there(Side.HUBSPOT, world.pets, rex), "Keeper__c") == ada.salesforce


def test_a_lookup_of_another_custom_object_waits_for_its_record(world: CustomWorld) -> None:
    world.put("objects/visit", VISIT)

    rex = world.create_person("Pet__c", Name="Rex")
    visit = world.create_person("Visit__c", Reason__c="Check", Pet__c=rex)
    world.run_on()
    pet, seen = world.there(Side.SALESFORCE, "Pet__c", rex), world.there(Side.SALESFORCE, "Visit__c", visit)
    assert world.associated((world.visits, seen), world.pets) == [pet]
    assert world.parked() == []


def test_a_record_whose_other_is_not_synced_waits_without_an_error(world: CustomWorld) -> None:
    stranger = world.create_contact(lastname="Lovelace")
    rex = world.create_pet(pet_name="Rex")
    world.join((world.pets, rex), ("contact", stranger))
    world.run_on()
    there = world.there(Side.HUBSPOT, world.pets, rex)
    assert world.custom("Pet__c", there, "Keeper__c") is None
    assert world.parked() == []
    world.edit_contact(stranger, email="ada@example.org")
    world.run_on()
    assert world.custom("Pet__c", there, "Keeper__c") == world.people_of("ada@example.org")[0]


@pytest.mark.parametrize("side", [*Side])
@pytest.mark.parametrize("setting", ["keep", "delete"])
def test_a_deletion_crosses_if_it_is_to(side: Side, setting: str) -> None:
    world = CustomWorld()
    world.switch_on(**{f"on_{side}_delete": setting})
    rex = world.create_pet(pet_name="Rex")
    world.run()
    there = world.there(Side.HUBSPOT, world.pets, rex)
    if side is Side.HUBSPOT:
        world.hubspot_user.delete(rex, world.pets)
    else:
        world.salesforce_user.delete("Pet__c", there)
    world.run_on()
    gone = {
        Side.HUBSPOT: world.hubspot_user.show(rex, [], world.pets) is None,
        Side.SALESFORCE: world.salesforce_user.show("Pet__c", there) is None,
    }
    assert gone == {side: True, side.other: setting == "delete"}


def test_a_restored_record_syncs_again(world: CustomWorld) -> None:
    rex = world.create_person("Pet__c", Name="Rex")
    world.run()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    world.salesforce_user.delete("Pet__c", rex)
    world.run_on()
    assert world.salesforce_user.restore(rex)
    world.run_on()
    world.edit_custom("Pet__c", rex, Chip__c="C3")
    world.run_on()
    assert world.pet(pet, "chip") == "C3"


def test_a_lost_creation_is_found_again(world: CustomWorld) -> None:
    world.fault(Side.SALESFORCE, "drop_response", "/services/data/.*/composite/sobjects")
    rex = world.create_pet(pet_name="Rex")
    world.run_on()
    soql = "SELECT+Id+FROM+Pet__c"
    rows = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    assert [row["Id"] for row in rows] == [world.there(Side.HUBSPOT, world.pets, rex)]


MATCHED = {"match": {"hubspot": "chip", "salesforce": "Chip__c"}}


@pytest.mark.parametrize("side", [*Side])
def test_records_of_one_key_are_linked_not_doubled(side: Side) -> None:
    world = CustomWorld()
    rex = world.create_pet(pet_name="Rex", chip="a1")
    there = world.create_person("Pet__c", Name="Rex", Chip__c="A1")
    world.run()
    world.switch_on(**MATCHED)
    world.clock.advance(60_000)
    if side is Side.HUBSPOT:
        world.edit_pet(rex, weight="8")
    else:
        world.edit_custom("Pet__c", there, Weight__c="8")
    assert world.run()[OutcomeName.LINKED] == 1
    assert world.there(Side.HUBSPOT, world.pets, rex) == there


def test_a_key_that_several_records_have_is_parked_as_duplicates() -> None:
    world = CustomWorld()
    world.switch_on(create_in_salesforce=False, **MATCHED)
    world.create_pet(pet_name="Rex", chip="A1")
    world.create_pet(pet_name="Rex II", chip="A1")
    world.run()
    world.clock.advance(60_000)
    world.create_person("Pet__c", Name="Rex", Chip__c="a1")
    world.run()
    assert {row.category for row in world.parked()} == {Category.DUPLICATES}


def test_two_new_records_of_one_key_become_one() -> None:
    world = CustomWorld()
    world.switch_on(**MATCHED)
    rex = world.create_pet(pet_name="Rex", chip="A1")
    there = world.create_person("Pet__c", Name="Rex", Chip__c="A1")
    world.clock.advance(60_000)
    world.run_on()
    assert world.there(Side.HUBSPOT, world.pets, rex) == there


def _wrong(**changed: object) -> dict[str, object]:
    return {**PET, **changed}


@pytest.mark.parametrize(
    ("document", "place", "word"),
    [
        (_wrong(hubspot="pat"), "/hubspot", "pet"),
        (_wrong(salesforce="Pat__c"), "/salesforce", "Pat__c"),
        (_wrong(hubspot="contact"), "/hubspot", "contact"),
        (_wrong(mappings=[{"hubspot": "colour", "salesforce": "Name"}]), "/mappings/0/hubspot", "colour"),
        (_wrong(mappings=[{"hubspot": "chip", "salesforce": "Chop__c"}]), "/mappings/0/salesforce", "Chop__c"),
        (_wrong(references=[{"salesforce": "Vet__c", "to": "contact"}]), "/references/0/salesforce", "Vet__c"),
        (_wrong(references=[{"salesforce": "Chip__c", "to": "contact"}]), "/references/0/salesforce", "no lookup"),
        (_wrong(references=[{"salesforce": "Keeper__c", "to": "company"}]), "/references/0/salesforce", "Contact"),
        (_wrong(references=[{"salesforce": "Keeper__c", "to": "vet"}]), "/references/0/to", "vet"),
        (_wrong(match={"hubspot": "chip", "salesforce": "Name"}), "/match", "chip"),
        (_wrong(match={"hubspot": "weight", "salesforce": "Weight__c"}), "/match", "weight"),
        ({"hubspot": "pet", "salesforce": "Pet__c"}, "", "missing"),
    ],
)
def test_what_is_wrong_is_named(document: dict[str, object], place: str, word: str) -> None:
    world = CustomWorld()
    (refusal,) = world.refused_parameter("pet", document)
    assert (refusal.parameter, refusal.place) == ("objects/pet", place)
    assert word in refusal.reason + refusal.fix


def test_objects_that_hubspot_does_not_associate_are_named() -> None:
    world = CustomWorld()
    lookup = {"name": "Clinic__c", "type": "lookup", "referenceTo": "Account"}
    world.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": "Pet__c", "field": lookup})
    (refusal,) = world.refused_parameter("pet", _wrong(references=[{"salesforce": "Clinic__c", "to": "company"}]))
    assert refusal.place == "/references/0/to"
    assert "pet" in refusal.reason
    assert "data model" in refusal.fix


def test_an_object_is_in_one_pair_only(world: CustomWorld) -> None:
    refusals = world.refused_parameter("animal", PET)
    assert [(one.parameter, one.place) for one in refusals] == [
        ("objects/pet", "/hubspot"),
        ("objects/pet", "/salesforce"),
    ]
    assert all("objects/animal" in one.reason for one in refusals)


def test_a_pair_that_crmsync_knows_is_none_of_custom_objects(world: CustomWorld) -> None:
    assert (
        "settings/contact"
        in world.refused_parameter("contact", {**PET, "hubspot": "visit", "salesforce": "Visit__c"})[0].fix
    )
