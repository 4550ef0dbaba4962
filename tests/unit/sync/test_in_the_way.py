"""What another record stood in the way of crosses within a minute after that one gave way, and costs nothing before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.parked import Category, Parked
from crmsync.core.record import Side

from tests.unit.sync.company_world import CompanyWorld, company_ref
from tests.unit.sync.sync_world import INVOCATION, LONGEST_GAP, Pair, SyncWorld, salesforce_ref
from tests.unit.sync.test_companies import drop, refused_cycle
from tests.unit.sync.test_merge_and_conversion import merge_people

MINUTE = 60_000
EMAIL = "ada@example.org"


@pytest.fixture
def world() -> CompanyWorld:
    return CompanyWorld()


def at_rest(world: SyncWorld) -> Parked:
    """The one row that is parked; it was tried so often that its next own try is a day off."""
    (row,) = world.parked()
    world.product.parking.postpone([row], world.clock.now() + LONGEST_GAP)
    return row


def a_minute_later(world: SyncWorld) -> None:
    world.run_on()
    world.clock.advance(MINUTE)
    world.product.resume()
    world.run_on()


def second(world: SyncWorld) -> tuple[Pair, str]:
    """A linked contact, and a lead with the same address."""
    pair = world.linked(EMAIL)
    lead = world.create_person("Lead", Email=EMAIL, LastName="King", Company="Analytical")
    world.run_on()
    assert at_rest(world).category == Category.DUPLICATES
    return pair, lead


def renamed_in_salesforce(world: SyncWorld, pair: Pair) -> None:
    world.edit_person(pair.salesforce, Email="king@example.org")


def renamed_in_hubspot(world: SyncWorld, pair: Pair) -> None:
    world.set_rule("email", "Email", "two_way")
    world.edit_contact(pair.hubspot, email="king@example.org")


def deleted(world: SyncWorld, pair: Pair) -> None:
    world.clock.advance(MINUTE)
    world.salesforce_user.delete("Contact", pair.salesforce)
    world.edit_contact(pair.hubspot, email="king@example.org")


@pytest.mark.parametrize("gives_way", [renamed_in_salesforce, renamed_in_hubspot, deleted])
def test_a_duplicate_goes_on_when_the_other_one_gives_way(
    world: CompanyWorld, gives_way: Callable[[SyncWorld, Pair], None]
) -> None:
    pair, lead = second(world)
    gives_way(world, pair)
    a_minute_later(world)
    (contact,) = world.contacts_of(EMAIL)
    assert world.link_of(salesforce_ref(lead)).hubspot.id == contact != pair.hubspot
    assert world.parked() == []


def test_one_that_is_found_gone_by_an_edit_of_its_counterpart(world: CompanyWorld) -> None:
    """It takes the place of that one."""
    pair, lead = second(world)
    world.salesforce_user.delete("Contact", pair.salesforce)
    drop(world)
    world.edit_contact(pair.hubspot, city="London")
    a_minute_later(world)
    assert world.link_of(salesforce_ref(lead)).hubspot.id == pair.hubspot


def test_one_that_gave_way_as_only_a_poll_tells(world: CompanyWorld) -> None:
    pair, lead = second(world)
    world.edit_person(pair.salesforce, Email="king@example.org")
    drop(world)
    world.clock.advance(10 * MINUTE)
    world.product.poll(Side.SALESFORCE, world.clock.now() + INVOCATION, force=True)
    a_minute_later(world)
    assert world.link_of(salesforce_ref(lead))


def test_other_edits_of_it_have_nothing_tried(world: CompanyWorld) -> None:
    pair, _ = second(world)
    before = world.parked()
    for place in range(3):
        world.edit_person(pair.salesforce, Title=f"Countess {place}")
        world.edit_contact(pair.hubspot, city=f"London {place}")
        a_minute_later(world)
    assert world.parked() == before


def test_one_that_lost_its_counterpart_has_nothing_tried_for_ever(world: CompanyWorld) -> None:
    """The lead is tried once, and stands behind the contact as before."""
    pair, lead = second(world)
    world.hubspot_user.delete(pair.hubspot)
    a_minute_later(world)
    rows = world.parked()
    with world.counting() as calls:
        for _ in range(3):
            a_minute_later(world)
    assert [row.ref for row in rows] == [salesforce_ref(lead)]
    assert (world.parked(), calls.total) == (rows, 0)


def test_an_address_that_another_contact_of_hubspot_bears(world: CompanyWorld) -> None:
    pair, other = world.linked(EMAIL), world.linked("king@example.org")
    world.edit_person(pair.salesforce, Email="king@example.org")
    world.run_on()
    row = at_rest(world)
    assert (row.part, row.category) == ("email", Category.DUPLICATES)
    world.edit_person(other.salesforce, Email="augusta@example.org")
    a_minute_later(world)
    assert world.contact(pair.hubspot, "email") == "king@example.org"
    assert world.parked() == []


def namesakes(world: CompanyWorld) -> tuple[str, list[str]]:
    """A company, and two accounts of its domain that were there before."""
    world.put("settings/company", {"enabled": False})
    accounts = [world.create_account(Name=name, Website="analytical.example") for name in ("One", "Two")]
    world.run_on()
    world.put("settings/company", {"enabled": True})
    company = world.create_company(name="Analytical", domain="analytical.example")
    world.run_on()
    assert at_rest(world).category == Category.DUPLICATES
    return company, accounts


def test_a_domain_that_is_not_shared_any_more(world: CompanyWorld) -> None:
    company, (one, two) = namesakes(world)
    world.edit_account(one, Website="one.example")
    a_minute_later(world)
    assert world.link_of(company_ref(company)).salesforce.id == two
    assert world.parked() == []


def test_a_duplicate_that_was_deleted(world: CompanyWorld) -> None:
    company, (one, two) = namesakes(world)
    world.clock.advance(MINUTE)
    world.salesforce_user.delete("Account", two)
    a_minute_later(world)
    assert world.link_of(company_ref(company)).salesforce.id == one


def test_those_in_each_other_s_way_rest(world: CompanyWorld) -> None:
    """That one of them is tried again wakes nobody."""
    _, accounts = namesakes(world)
    for account in accounts:
        world.edit_account(account, Website="https://www.analytical.example")
    a_minute_later(world)
    rows = world.parked()
    assert len(rows) == 3
    for _ in range(3):
        a_minute_later(world)
    assert world.parked() == rows


def test_halves_of_two_merges_rest(world: CompanyWorld) -> None:
    winner, loser = world.linked("ada@example.org"), world.linked("king@example.org")
    merge_people(world, winner.salesforce, loser.salesforce)
    world.run_on()
    world.put("settings/contact", {"create_in_salesforce": None})
    third = world.create_contact(email="augusta@example.org", lastname="King")
    world.run_on()
    world.hubspot_user.merge(third, loser.hubspot)
    world.run_on()
    rows = world.parked()
    assert [row.category for row in rows] == [Category.MERGED, Category.MERGED]
    for _ in range(4):
        a_minute_later(world)
    assert world.parked() == rows


def test_a_merge_goes_on_when_the_other_pair_is_gone(world: CompanyWorld) -> None:
    winner, loser = world.linked("ada@example.org"), world.linked("king@example.org")
    merge_people(world, winner.salesforce, loser.salesforce)
    world.run_on()
    assert at_rest(world).category == Category.MERGED
    world.clock.advance(MINUTE)
    world.hubspot_user.delete(winner.hubspot)
    a_minute_later(world)
    assert world.link_of(loser.contact).salesforce.id == winner.salesforce
    assert world.parked() == []


def test_a_parent_that_is_not_below_its_own_child_any_more(world: CompanyWorld) -> None:
    (_, first_account), (_, second_account) = refused_cycle(world, "CIRCULAR_DEPENDENCY")
    assert at_rest(world).category == Category.ASSOCIATIONS
    world.edit_account(first_account, ParentId=None)
    a_minute_later(world)
    assert world.account(second_account, "ParentId") == first_account
    assert world.parked() == []
