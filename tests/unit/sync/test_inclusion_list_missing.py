"""The inclusion list is deleted in HubSpot: then nobody is a member, which must not look like everybody having left."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.listed_world import ListedWorld

PARKED = OutcomeName.PARKED


@pytest.fixture
def world() -> ListedWorld:
    return ListedWorld()


def test_nothing_crosses_and_the_record_is_parked_with_what_to_do(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.delete_list()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    assert world.run_on()[PARKED] == 1
    assert world.person(pair.salesforce, "Title") is None
    (row,) = world.parked()
    assert (row.ref, row.category) == (pair.contact, Category.CONFIGURATION)
    assert world.list_id in row.reason
    assert "Restore the list" in row.fix


def test_somebody_without_a_link_is_parked_too(world: ListedWorld) -> None:
    world.choose_list()
    world.delete_list()
    world.create_contact(email="ada@example.org", lastname="Lovelace", audience="in")
    assert world.run_on()[PARKED] == 1
    assert world.people_of("ada@example.org") == []


def test_it_goes_on_when_the_list_is_back(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.delete_list()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    world.restore_list()
    world.resume_parked()
    assert world.person(pair.salesforce, "Title") == "Countess"
    assert world.parked() == []


def test_it_goes_on_at_once_when_the_setting_changes(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.delete_list()
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    world.choose_list(inclusion_list_id=None)
    world.resume_parked(after=1)
    assert world.person(pair.salesforce, "Title") == "Countess"
    assert world.parked() == []


def test_lists_that_cannot_be_read_let_nobody_through(world: ListedWorld) -> None:
    pair = world.pair_inside()
    world.fault(Side.HUBSPOT, "status", "memberships", times=1)
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    assert world.run() == {OutcomeName.RETRY: 1}
    assert world.person(pair.salesforce, "Title") is None
    world.run_on()
    assert world.person(pair.salesforce, "Title") == "Countess"


def test_the_guard_tells_of_it_within_the_hour_and_keeps_the_last_good_configuration(world: ListedWorld) -> None:
    world.choose_list()
    version = world.product.configuration.version
    world.delete_list()
    world.read_schemas()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == ("settings/contact", "/inclusion_list_id")
    assert world.product.configuration.version == version
    world.restore_list()
    world.read_schemas()
    assert not world.product.configurations.refused()
    assert world.product.configuration.version == version
