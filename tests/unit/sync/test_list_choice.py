"""Only a list that HubSpot keeps up to date, of contacts, may be the inclusion list."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.unit.sync.listed_world import ListedWorld


@pytest.fixture
def world() -> ListedWorld:
    return ListedWorld()


def refused(world: ListedWorld, **settings: object) -> str:
    """The reason for which it is refused. Nothing of it counts then; a new version only follows the portal's schema."""
    before = world.product.configuration
    world.product.parameters.write("settings/contact", json.dumps(settings))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert refusal.parameter == "settings/contact"
    assert refusal.place in {"/inclusion_list_id", "/salesforce_filter"}
    assert refusal.fix
    assert replace(world.product.configuration, version=before.version) == before
    return refusal.reason


@pytest.mark.s("S35", "S53")
def test_an_active_list_of_contacts_is_taken(world: ListedWorld) -> None:
    world.choose_list()
    pair = world.product.configuration.pairs["contact"]
    assert pair.settings.inclusion_list_id == world.list_id
    assert pair.list_chosen_at > 0


@pytest.mark.s("S35", "S45")
@pytest.mark.parametrize("kind", ["MANUAL", "SNAPSHOT"])
def test_a_static_list_is_refused(world: ListedWorld, kind: str) -> None:
    made = world.make_list("Static", kind)
    assert f"List {made} is static ({kind})" in refused(world, inclusion_list_id=made)


def test_a_list_of_companies_is_refused(world: ListedWorld) -> None:
    made = world.make_list("Companies", "MANUAL", "0-2")
    assert "of another object (company)" in refused(world, inclusion_list_id=made)


@pytest.mark.parametrize("list_id", ["999", 999])
def test_a_list_that_is_not_there_is_refused(world: ListedWorld, list_id: object) -> None:
    assert refused(world, inclusion_list_id=list_id) == "HubSpot has no list 999."


def test_another_edit_does_not_choose_the_list_anew(world: ListedWorld) -> None:
    world.choose_list()
    chosen_at = world.product.configuration.pairs["contact"].list_chosen_at
    world.clock.advance(1_000)
    world.choose_list(create_in_salesforce="lead")
    assert world.product.configuration.pairs["contact"].list_chosen_at == chosen_at
    world.choose_list(inclusion_list_id=None)
    world.clock.advance(1_000)
    world.choose_list()
    assert world.product.configuration.pairs["contact"].list_chosen_at > chosen_at


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("Nope__c = 'x'", "Nope__c"),
        ("Company = 'x'", "Company"),
        ("Title", "Salesforce refuses the condition"),
        ("Title = 'x' ORDER BY Name", "ORDER BY is no part"),
        ("Title = 'x') OR (Title != 'x'", "parentheses"),
        ("Title = 'x", "quote"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(world: ListedWorld, condition: str, words: str) -> None:
    assert words in refused(world, salesforce_filter=condition)
