"""An import where an inclusion list is set: outside it the address alone comes, the rest when the list takes it in."""

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.imports.import_world import ImportWorld
from tests.unit.sync.listed_world import MINUTE, ListedWorld

ADA = {"LastName": "Lovelace", "FirstName": "Ada", "Email": "ada@example.org", "Title": "Countess"}
NOTHING = (None, None, None)


class ListedImportWorld(ListedWorld, ImportWorld):
    def shown(self) -> tuple[object, object, object]:
        contact = self.contact(self.ada, "firstname", "lastname", "jobtitle")
        assert isinstance(contact, tuple)
        return contact

    @property
    def ada(self) -> str:
        (contact,) = self.contacts_of("ada@example.org")
        return contact

    def import_ada(self) -> dict[str, object]:
        self.load(Side.SALESFORCE, [ADA])
        return self.import_all(kind="contacts", where="LastName = 'Lovelace'")


@pytest.fixture
def world() -> ListedImportWorld:
    return ListedImportWorld()


@pytest.mark.s("S55", "S58")
def test_outside_the_list_only_the_address_comes(world: ListedImportWorld) -> None:
    world.choose_list()
    status = world.import_ada()
    world.run()
    assert world.shown() == NOTHING
    assert (status["state"], world.parked()) == ("done", [])
    assert world.link_of(RecordRef(Side.HUBSPOT, "contact", world.ada))


@pytest.mark.s("S56", "S57")
def test_who_joins_the_list_gets_the_rest(world: ListedImportWorld) -> None:
    world.choose_list()
    world.import_ada()
    world.run()
    world.join(world.ada)
    world.clock.advance(MINUTE)
    world.run()
    world.poll_joins()
    world.run()
    assert world.shown() == ("Ada", "Lovelace", "Countess")


def test_an_edit_of_a_member_that_comes_before_the_join_is_found_brings_the_rest_too(world: ListedImportWorld) -> None:
    world.choose_list()
    world.import_ada()
    world.run()
    world.join(world.ada)
    world.clock.advance(MINUTE)
    world.edit_contact(world.ada, phone="123")
    world.run()
    assert world.shown() == ("Ada", "Lovelace", "Countess")
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "Phone") == "123"


@pytest.mark.s("S56")
def test_a_contact_that_is_in_the_list_gets_everything_at_once(world: ListedImportWorld) -> None:
    world.load(Side.HUBSPOT, [{"email": "ada@example.org", "audience": "in"}], "contacts")
    world.choose_list()
    world.clock.advance(MINUTE)
    world.import_ada()
    assert world.shown() == ("Ada", "Lovelace", "Countess")


@pytest.mark.s("S58")
def test_a_contact_that_is_not_is_linked_and_left_as_it_is(world: ListedImportWorld) -> None:
    world.load(Side.HUBSPOT, [{"email": "ada@example.org", "jobtitle": "Lady"}], "contacts")
    world.choose_list()
    world.import_ada()
    world.run()
    assert world.shown() == (None, None, "Lady")
    (person,) = world.people_of("ada@example.org")
    assert world.person(person, "Title") == "Countess"
    assert world.link_of(RecordRef(Side.SALESFORCE, "Contact", person)).hubspot.id == world.ada


def test_who_was_linked_before_and_is_outside_stays_frozen_and_is_told_as_skipped(world: ListedImportWorld) -> None:
    pair = world.linked("ada@example.org", lastname="Lovelace")
    world.choose_list()
    world.edit_person(pair.salesforce, Title="Countess")
    status = world.import_all(kind="contacts", where="LastName = 'Lovelace'")
    assert world.contact(pair.hubspot, "jobtitle") is None
    assert (status["state"], status["reasons"]) == ("done", {"outside_list": 1})
