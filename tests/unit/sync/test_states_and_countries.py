"""An org with picklists for states and countries."""

from __future__ import annotations

import pytest
from crmsync.core.parked import Category
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld

COUNTRIES = {
    "US": {"name": "United States", "states": {"CA": "California", "TX": "Texas"}},
    "CA": {"name": "Canada", "states": {"ON": "Ontario"}},
    "DE": {"name": "Germany"},
    "IT": {"name": "Italy", "states": {"CA": "Cagliari"}},
}


@pytest.fixture
def org(world: SyncWorld) -> SyncWorld:
    for object_type in ("Lead", "Contact"):
        world.control(Side.SALESFORCE, "schema", {"op": "set_countries", "object": object_type, "countries": COUNTRIES})
    world.read_schemas()
    return world


@pytest.mark.s("S17")
@pytest.mark.parametrize(
    ("state", "country", "arrived"),
    [
        ("California", "United States", ("California", "CA", "United States")),
        ("tx", "US", ("Texas", "TX", "United States")),
        ("CA", "US", ("California", "CA", "United States")),
        ("CA", "Italy", ("Cagliari", "CA", "Italy")),
        ("ON", "canada", ("Ontario", "ON", "Canada")),
    ],
)
def test_names_and_codes_arrive_as_names(
    org: SyncWorld, state: str, country: str, arrived: tuple[str, str, str]
) -> None:
    pair = org.linked(state=state, country=country)
    assert org.person(pair.salesforce, "MailingState", "MailingStateCode", "MailingCountry") == arrived
    assert org.contact(pair.hubspot, "state", "country") == (state, country)
    assert org.parked() == []


@pytest.mark.s("S17")
def test_a_state_and_a_country_cross_to_hubspot_by_name(org: SyncWorld) -> None:
    pair = org.linked()
    org.edit_person(pair.salesforce, MailingCountryCode="US", MailingStateCode="TX")
    org.run()
    assert org.contact(pair.hubspot, "state", "country") == ("Texas", "United States")


def test_a_state_without_any_country_waits_and_the_rest_crosses(org: SyncWorld) -> None:
    pair = org.linked(state="Texas", city="Austin")
    assert org.person(pair.salesforce, "MailingState", "MailingCity") == (None, "Austin")
    (row,) = org.parked()
    assert (row.part, row.category) == ("state", Category.PROPERTY_VALUES)
    assert "together with a country" in row.reason
    assert "Fill in the country" in row.fix
    with org.counting() as calls:
        org.edit_contact(pair.hubspot, country="United States")
        org.run()
    assert org.person(pair.salesforce, "MailingState", "MailingCountry") == ("Texas", "United States")
    assert org.parked() == []
    assert calls.salesforce == 2


def test_a_country_that_both_know_is_not_written_again(org: SyncWorld) -> None:
    pair = org.linked(country="Canada")
    org.edit_contact(pair.hubspot, state="Ontario")
    org.run()
    assert org.person(pair.salesforce, "MailingState", "MailingCountry") == ("Ontario", "Canada")
    assert [entry.field for entry in org.history(pair.contact)][:1] == ["state"]


def test_hubspots_country_goes_along_when_salesforce_has_none(org: SyncWorld) -> None:
    """The mapping of the country is younger than the link, so that its own value would wait."""
    off = {"hubspot": "country", "salesforce": "MailingCountry", "rule": "dont_sync"}
    org.put("mappings/contact", {"mappings": [off]})
    pair = org.linked(country="United States")
    org.put("mappings/contact", {"mappings": []})
    org.edit_contact(pair.hubspot, city="Austin")
    org.run()
    assert org.person(pair.salesforce, "MailingCountry") is None
    org.edit_contact(pair.hubspot, state="Texas")
    org.run()
    assert org.person(pair.salesforce, "MailingState", "MailingCountry") == ("Texas", "United States")
    reasons = {entry.field: entry.reason for entry in org.history(pair.contact)}
    assert reasons["country"] == Reason.WITH_STATE


@pytest.mark.parametrize(("state", "country", "part"), [("Bavaria", "Germany", "state"), ("", "Atlantis", "country")])
def test_what_the_picklist_does_not_have_parks_its_field(org: SyncWorld, state: str, country: str, part: str) -> None:
    pair = org.linked(state=state, country=country, city="Here")
    assert org.person(pair.salesforce, "MailingCity") == "Here"
    assert [row.part for row in org.parked()] == [part]


def test_a_state_of_another_country_is_parked_by_the_vendors_refusal(org: SyncWorld) -> None:
    pair = org.linked(state="Ontario", country="United States", city="Here")
    assert org.person(pair.salesforce, "MailingCity", "MailingCountry") == ("Here", "United States")
    assert [row.part for row in org.parked()] == ["state"]


def test_a_code_is_read_in_the_country_that_salesforce_shows(org: SyncWorld) -> None:
    pair = org.linked()
    rule = {"hubspot": "country", "salesforce": "MailingCountry", "rule": "dont_sync"}
    org.put("mappings/contact", {"mappings": [rule]})
    org.edit_person(pair.salesforce, MailingCountry="Italy")
    org.run()
    org.edit_contact(pair.hubspot, state="CA")
    org.run()
    assert org.person(pair.salesforce, "MailingState") == "Cagliari"
    assert org.contact(pair.hubspot, "state") == "CA"


def test_a_code_of_several_states_waits_for_the_country(org: SyncWorld) -> None:
    pair = org.linked(state="CA")
    (row,) = org.parked()
    assert "several options" in row.reason
    org.edit_contact(pair.hubspot, country="US")
    org.run()
    assert org.person(pair.salesforce, "MailingState", "MailingCountry") == ("California", "United States")
    assert org.parked() == []


def test_texts_stay_texts_in_an_org_without_the_picklists(world: SyncWorld) -> None:
    pair = world.linked(state="Anywhere")
    assert world.person(pair.salesforce, "MailingState") == "Anywhere"
