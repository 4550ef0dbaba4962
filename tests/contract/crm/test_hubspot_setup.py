"""What set-up, doctor and the adoption of links ask HubSpot."""

from __future__ import annotations

import pytest
from crmsync.core.campaign_options import Option
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.own_properties import OwnProperty

from tests.contract.crm.hubspot_world import HubspotWorld

COLOUR = OwnProperty("colour", "Colour", "enumeration", "select", "Of the person.", ("red", "blue"))
VIP = OwnProperty("vip", "VIP", "bool", "booleancheckbox", "Important.")
STAMPS = ("salesforcecontactid", "salesforceleadid")


def test_scopes_of_the_token(hubspot: HubspotWorld) -> None:
    granted = hubspot.crm.granted_scopes(hubspot.simulator.portal.settings.app_token)
    assert granted is not None
    assert "crm.objects.contacts.write" in granted
    hubspot.settings(missing_scopes=["crm.objects.contacts.write"])
    again = hubspot.crm.granted_scopes(hubspot.simulator.portal.settings.app_token)
    assert again is not None
    assert granted - again == {"crm.objects.contacts.write"}


def test_a_token_that_hubspot_tells_nothing_about(hubspot: HubspotWorld) -> None:
    assert hubspot.crm.granted_scopes("an OAuth token") is None


def test_a_dead_token_is_no_missing_answer(hubspot: HubspotWorld) -> None:
    hubspot.settings(app_token_state="revoked")
    with pytest.raises(CrmError) as raised:
        hubspot.crm.granted_scopes(hubspot.simulator.portal.settings.app_token)
    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION


def test_properties_are_created_in_a_group(hubspot: HubspotWorld) -> None:
    hubspot.crm.create_property_group("contact", "ours", "Ours")
    hubspot.crm.create_property_group("contact", "ours", "Ours")
    assert hubspot.crm.create_properties("contact", "ours", [COLOUR, VIP]) == {"colour": None, "vip": None}
    known = hubspot.crm.property_definitions("contact")
    assert (known["colour"], known["vip"]) == (("enumeration", "select"), ("bool", "booleancheckbox"))
    (person,) = hubspot.add({"email": "a@example.org", "colour": "red", "vip": "true"})
    assert (
        hubspot.by_person("GET", f"/crm/v3/objects/contacts/{person.id}?properties=vip")["properties"]["vip"] == "true"
    )


def test_one_that_is_refused_does_not_keep_the_others(hubspot: HubspotWorld) -> None:
    hubspot.crm.create_property_group("contact", "ours", "Ours")
    hubspot.crm.create_properties("contact", "ours", [COLOUR])
    outcome = hubspot.crm.create_properties("contact", "ours", [COLOUR, VIP])
    assert outcome["vip"] is None
    assert outcome["colour"] is not None
    assert "already exists" in outcome["colour"].message


def test_a_missing_scope_creates_nothing(hubspot: HubspotWorld) -> None:
    hubspot.settings(missing_scopes=["crm.schemas.contacts.write"])
    with pytest.raises(CrmError) as raised:
        hubspot.crm.create_property_group("contact", "ours", "Ours")
    assert raised.value.failure.category == "permissions"


@pytest.mark.parametrize("short", [False, True])
def test_contacts_in_which_a_property_is_filled_by_ascending_id(hubspot: HubspotWorld, short: bool) -> None:
    hubspot.settings(search_short_pages=short)
    stamped = [{"email": f"n{number}@example.org", "salesforceleadid": "00Q"} for number in range(150)]
    plain = [{"email": f"p{number}@example.org"} for number in range(20)]
    expected = [ref.id for ref in hubspot.add(*stamped, *plain)[:150]]
    found: list[str] = []
    page = hubspot.crm.contacts_with(STAMPS, None)
    found += page.ids
    while page.cursor is not None:
        page = hubspot.crm.contacts_with(STAMPS, page.cursor)
        found += page.ids
    assert found == sorted(expected, key=int)


def test_who_wrote_a_property(hubspot: HubspotWorld) -> None:
    since = hubspot.clock.millis()
    now = str(hubspot.clock.millis())
    row = {"email": "a@example.org", "salesforcelastsynctime": now}
    (contact,) = hubspot.control("load", {"records": [row], "author": "connector"})["ids"]
    hubspot.control("load", {"records": [{**row, "email": "b@example.org"}]})
    names = ["salesforcelastsynctime", "salesforceleadid"]
    assert list(hubspot.crm.written_by("SALESFORCE", names, since)) == [contact]
    assert hubspot.crm.written_by("SALESFORCE", names, hubspot.clock.millis()) == {}


def test_the_clock_of_the_server(hubspot: HubspotWorld, request: pytest.FixtureRequest) -> None:
    """Over HTTP every answer has a Date; in process there is no server."""
    assert hubspot.crm.server_time is None
    hubspot.crm.daily_usage()
    assert (hubspot.crm.server_time is not None) == ("http" in request.node.name)


def test_options_of_a_property_are_replaced_as_a_whole(hubspot: HubspotWorld) -> None:
    hubspot.crm.create_property_group("contact", "ours", "Ours")
    hubspot.crm.create_properties("contact", "ours", [OwnProperty("fairs", "Fairs", "enumeration", "checkbox", "-")])
    assert list(hubspot.crm.property_options("contact", "fairs")) == []
    wanted = [Option("701B", "Berlin"), Option("701A", "Ålesund", hidden=True)]
    hubspot.crm.set_property_options("contact", "fairs", wanted)
    assert list(hubspot.crm.property_options("contact", "fairs")) == wanted
    (person,) = hubspot.add({"email": "a@example.org", "fairs": "701A;701B"})
    hubspot.crm.set_property_options("contact", "fairs", wanted[:1])
    assert list(hubspot.crm.property_options("contact", "fairs")) == wanted[:1]
    assert person.id
