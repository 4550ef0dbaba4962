"""An import into a portal that knows some of the people already."""

from typing import Any

from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_into_empty import ADA, counts

WHO: dict[str, Any] = {"kind": "contacts", "where": "LastName = 'Lovelace'"}


def test_an_existing_contact_is_found_by_its_address_and_updated(world: ImportWorld) -> None:
    contact = world.create_contact(email="Ada@Example.org", firstname="A.")
    world.product.queue = type(world.product.queue)(world.clock)
    world.load(Side.SALESFORCE, [ADA])
    status = world.import_all(**WHO)
    assert world.contacts_of("ada@example.org") == [contact]
    assert world.contact(contact, "firstname", "jobtitle") == ("Ada", "Countess")
    assert counts(status) == {"total": 1, "updated": 1}


def test_what_only_hubspot_knows_fills_salesforce(world: ImportWorld) -> None:
    world.create_contact(email="ada@example.org", phone="+44 20 1")
    world.load(Side.SALESFORCE, [ADA])
    world.import_all(**WHO)
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "Phone") == "+44 20 1"


def test_the_second_import_changes_nothing_and_calls_nobody(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [ADA])
    world.import_all(**WHO)
    world.run()
    world.product.calls.clear()
    status = world.import_all(**WHO)
    assert counts(status) == {"total": 1, "unchanged": 1}
    assert not [call for call in world.product.calls if "contacts/batch" in call]


def test_a_linked_pair_is_brought_in_step_by_the_merge_rules(world: ImportWorld) -> None:
    pair = world.linked("ada@example.org", jobtitle="Clerk")
    world.clock.advance(60_000)
    world.load(Side.SALESFORCE, [])
    world.edit_person(pair.salesforce, Title="Countess")
    status = world.import_all(**WHO)
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert counts(status) == {"total": 1, "updated": 1}


def test_a_dry_run_imports_nothing(world: ImportWorld) -> None:
    world.put("settings/global", {"dry_run": True})
    world.load(Side.SALESFORCE, [ADA])
    status = world.import_all(**WHO)
    assert counts(status) == {"total": 1, "skipped": 1}
    assert world.contacts_of("ada@example.org") == []
