"""A transform that does not take one record's value: that field is parked, with what to do; all else syncs."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.parked import WHOLE_RECORD, Category
from crmsync.core.record import Side

from tests.unit.sync.custom_world import CustomWorld
from tests.unit.sync.sync_world import SyncWorld
from tests.unit.sync.test_bad_input import assert_parked

CHOOSE = {"choose": {"cases": {"A1": "first"}}}
FAILING: tuple[tuple[dict[str, Any], str, str, str, str], ...] = (
    (CHOOSE, "A1", "first", "B2", "otherwise"),
    ({"expression": "divide(`100`, to_number(value))"}, "4", "25", "0", "Correct the values"),
    ({"expression": "abs(to_number(value))"}, "-4", "4", "B2", "Correct the values"),
)
"""A recipe, a value that it takes and what becomes of it, one that it does not take, and a word of the advice."""


@pytest.mark.parametrize(("recipe", "good", "expected", "bad", "fix"), FAILING)
def test_a_value_of_salesforce(recipe: dict[str, Any], good: str, expected: str, bad: str, fix: str) -> None:
    world = CustomWorld()
    name = {"hubspot": "pet_name", "salesforce": "Name", "rule": "two_way"}
    chip = {
        "hubspot": "chip",
        "salesforce": "Chip__c",
        "rule": "always_salesforce",
        "transform": {"to_hubspot": recipe},
    }
    world.switch_on(mappings=[name, chip])
    rex = world.create_person("Pet__c", Name="Rex", Chip__c=bad)
    bello = world.create_person("Pet__c", Name="Bello", Chip__c=good)
    world.run()
    assert_parked(world, "chip", Category.PROPERTY_VALUES, fix)
    assert world.pet(world.there(Side.SALESFORCE, "Pet__c", rex), "pet_name", "chip") == ("Rex", None)
    assert world.pet(world.there(Side.SALESFORCE, "Pet__c", bello), "pet_name", "chip") == ("Bello", expected)
    world.edit_custom("Pet__c", rex, Chip__c=good)
    world.run_on()
    assert world.pet(world.there(Side.SALESFORCE, "Pet__c", rex), "chip") == expected
    assert world.parked() == []


def test_a_value_of_hubspot_that_salesforce_requires(world: SyncWorld) -> None:
    """Without it no record can be made: the whole record waits, with the reason of the field."""
    surname = {"hubspot": "lastname", "salesforce": "LastName", "rule": "two_way"}
    recipe = {"to_salesforce": {"choose": {"cases": {"Lovelace": "Byron"}}}, "to_hubspot": {"expression": "value"}}
    world.put("mappings/contact", {"mappings": [{**surname, "transform": recipe}]})
    world.put("settings/contact", {"required_fallbacks": {"LastName": None}})
    hopper = world.create_contact(email="grace@example.org", lastname="Hopper")
    world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    assert_parked(world, WHOLE_RECORD, Category.PROPERTY_VALUES, "otherwise")
    assert world.people_of("grace@example.org") == []
    (ada,) = world.people_of("ada@example.org")
    assert world.person(ada, "LastName") == "Byron"
    world.edit_contact(hopper, lastname="Lovelace")
    world.run_on()
    assert world.people_of("grace@example.org")
    assert world.parked() == []
