"""People edit in both CRMs, and the real functions bring the other side in step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

TWO_WAY_TITLE = {"mappings": [{"hubspot": "jobtitle", "salesforce": "Title", "rule": "two_way"}]}
NO_HERESY = {
    "op": "add_validation_rule",
    "object": "Contact",
    "name": "NoHeresy",
    "message": "Not in this town",
    "field": "MailingCity",
    "operator": "equals",
    "value": "Heresy",
}


@pytest.mark.s("S1", "S10")
def test_a_contact_of_hubspot_arrives_in_salesforce(journey: Journey) -> None:
    pair = journey.linked(firstname="Ada", jobtitle="Countess", city="London")
    shown = journey.person(pair, "FirstName", "LastName", "Title", "MailingCity")
    assert shown == ("Ada", "Doe", "Countess", "London")
    assert len(journey.people_of(pair.email)) == 1
    assert journey.people_of(pair.email, "Lead") == []


@pytest.mark.s("S1", "S13", "S40")
@pytest.mark.parametrize(("object_type", "city"), [("Contact", "MailingCity"), ("Lead", "City")])
def test_a_person_of_salesforce_arrives_in_hubspot(journey: Journey, object_type: str, city: str) -> None:
    email = journey.email("sam")
    company = {"Company": "Example"} if object_type == "Lead" else {}
    journey.salesforce.create(object_type, {"Email": email, "LastName": "Force", city: "Bern", **company})
    eventually(lambda: len(journey.contacts_of(email)), 1)
    (contact,) = journey.contacts_of(email)
    shown = journey.hubspot.read("contacts", contact, "lastname", "city", "email")
    assert (shown["lastname"], shown["city"], shown["email"]) == ("Force", "Bern", email)


@pytest.mark.s("S9")
def test_edits_cross_in_both_directions(journey: Journey) -> None:
    pair = journey.linked()
    journey.edit_person(pair, Title="Captain")
    eventually(lambda: journey.contact(pair, "jobtitle"), ("Captain",))
    journey.edit_contact(pair, city="Zürich")
    eventually(lambda: journey.person(pair, "MailingCity"), ("Zürich",))


def test_clears_cross(journey: Journey) -> None:
    pair = journey.linked(phone="1", city="Bern")
    journey.edit_person(pair, Phone=None)
    eventually(lambda: journey.contact(pair, "phone"), (None,))
    assert journey.contact(pair, "city") == ("Bern",)


def test_two_fields_edited_at_once_on_both_sides(journey: Journey) -> None:
    pair = journey.linked()
    journey.edit_contact(pair, city="Zürich")
    journey.edit_person(pair, Title="Professor")
    eventually(lambda: journey.contact(pair, "jobtitle", "city"), ("Professor", "Zürich"))
    eventually(lambda: journey.person(pair, "Title", "MailingCity"), ("Professor", "Zürich"))


def test_a_lead_follows_its_conversion(journey: Journey) -> None:
    email = journey.email("lea")
    lead = journey.salesforce.create("Lead", {"Email": email, "LastName": "Lead", "Company": "Example"})
    eventually(lambda: len(journey.contacts_of(email)), 1)
    (contact,) = journey.contacts_of(email)
    person = journey.stack.control("salesforce", "convert", {"lead": lead})["contact"]
    journey.salesforce.update("Contact", person, {"Title": "Converted"})
    eventually(lambda: journey.hubspot.read("contacts", contact, "jobtitle")["jobtitle"], "Converted")
    assert journey.contacts_of(email) == [contact]


class TestBothEditOneField:
    @pytest.fixture(autouse=True)
    def two_way(self, journey: Journey) -> Iterator[None]:
        with journey.parameter("mappings/contact/title", TWO_WAY_TITLE):
            yield

    def test_the_later_edit_stands_and_history_tells_of_the_other(self, journey: Journey) -> None:
        """While both are on their way: events take their time."""
        pair = journey.linked(jobtitle="First")
        with journey.storm(delay_s=1.5):
            journey.edit_person(pair, Title="of Salesforce")
            journey.edit_contact(pair, jobtitle="of HubSpot")
        eventually(lambda: journey.person(pair, "Title"), ("of HubSpot",))
        eventually(lambda: journey.contact(pair, "jobtitle"), ("of HubSpot",))
        assert "of Salesforce" in str(journey.history(pair))

    def test_a_clear_in_hubspot_crosses(self, journey: Journey) -> None:
        pair = journey.linked(jobtitle="First")
        journey.edit_contact(pair, jobtitle="")
        eventually(lambda: journey.person(pair, "Title"), (None,))


def test_a_value_that_salesforce_refuses_parks_its_field_alone(journey: Journey) -> None:
    pair = journey.linked()
    journey.stack.control("salesforce", "schema", NO_HERESY)
    try:
        journey.edit_contact(pair, city="Heresy", zip="8001")
        eventually(lambda: journey.person(pair, "MailingPostalCode"), ("8001",))
        eventually(lambda: journey.parked(pair.hubspot), [("city", "custom_code")])
    finally:
        journey.stack.control("salesforce", "schema", {"op": "remove_validation_rule", "name": "NoHeresy"})
    assert journey.person(pair, "MailingCity") == (None,)
    journey.edit_contact(pair, city="Zürich")
    eventually(lambda: journey.person(pair, "MailingCity"), ("Zürich",))
    eventually(lambda: journey.parked(pair.hubspot), [])


def test_a_picklist_value_that_salesforce_does_not_have(journey: Journey) -> None:
    restricted = {"op": "set_restricted", "object": "Contact", "field": "Salutation", "restricted": True}
    pair = journey.linked()
    journey.stack.control("salesforce", "schema", restricted)
    journey.edit_contact(pair, salutation="Supreme Being", city="Vienna")
    eventually(lambda: journey.person(pair, "MailingCity", "Salutation"), ("Vienna", None))
    eventually(lambda: journey.parked(pair.hubspot), [("salutation", "property_values")])
    journey.edit_contact(pair, salutation="Dr.")
    eventually(lambda: journey.person(pair, "Salutation"), ("Dr.",))
    eventually(lambda: journey.parked(pair.hubspot), [])


@pytest.mark.s("S17")
def test_the_fields_of_a_lead_cross_with_their_types(journey: Journey) -> None:
    email = journey.email("lead")
    fields = {"NumberOfEmployees": 42, "AnnualRevenue": 1_250_000, "Status": "Working - Contacted", "Rating": "Hot"}
    lead = journey.salesforce.create("Lead", {"Email": email, "LastName": "Force", "Company": "Example", **fields})
    eventually(lambda: len(journey.contacts_of(email)), 1)
    (contact,) = journey.contacts_of(email)
    names = ("numemployees", "annualrevenue", "hs_lead_status", "rating")
    shown = journey.hubspot.read("contacts", contact, *names)
    assert [shown[name] for name in names] == ["25-50", "1250000", "IN_PROGRESS", "Hot"]
    rule = {"hubspot": "hs_lead_status", "salesforce": "Status", "rule": "two_way"}
    with journey.parameter("mappings/contact/e2e", {"mappings": [rule]}):
        journey.hubspot.update("contacts", contact, {"hs_lead_status": "BAD_TIMING"})
        eventually(lambda: journey.salesforce.read("Lead", lead, "Status")["Status"], "Closed - Not Converted")
        journey.salesforce.update("Lead", lead, {"Status": "Open - Not Contacted", "NumberOfEmployees": 5})
        eventually(lambda: journey.hubspot.read("contacts", contact, "hs_lead_status")["hs_lead_status"], "NEW")
        eventually(lambda: journey.hubspot.read("contacts", contact, "numemployees")["numemployees"], "1-5")
