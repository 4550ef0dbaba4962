"""The example of docs/custom-objects.md, as an administrator would paste it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from crmsync.core.record import Side

from tests.unit.sync.custom_world import CustomWorld

PAGE = Path(__file__).resolve().parents[3] / "docs" / "custom-objects.md"


def test_the_example_syncs() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    world = CustomWorld()
    world.put("objects/pet", json.loads(example))
    ada = world.linked()
    rex = world.create_person("Pet__c", Name="Rex", Chip__c="A1", Weight__c="7.5", Keeper__c=ada.salesforce)
    world.run()
    pet = world.there(Side.SALESFORCE, "Pet__c", rex)
    assert world.pet(pet, "pet_name", "chip", "weight") == ("Rex", "A1", "7.5")
    assert world.associated((world.pets, pet), "contact") == [ada.hubspot]
    nameless = world.create_pet(chip="B2")
    world.run()
    assert world.custom("Pet__c", world.there(Side.HUBSPOT, world.pets, nameless), "Name") == "[not provided]"
    world.salesforce_user.delete("Pet__c", rex)
    world.run_on()
    assert world.hubspot_user.show(pet, [], world.pets) is None


def test_without_the_set_up_it_is_refused_and_says_so() -> None:
    world = CustomWorld()
    world.hubspot_user.send("DELETE", f"/crm/v3/properties/{world.pets}/salesforcerecordid")
    (example,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (refusal,) = world.refused_parameter("pet", json.loads(example))
    assert (refusal.parameter, "crmsync setup" in refusal.fix) == ("objects/pet", True)
    assert "pet property salesforcerecordid" in refusal.reason
