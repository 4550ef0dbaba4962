"""Salesforce campaigns of a person are shown in HubSpot, removals included."""

from __future__ import annotations

import json

import pytest
from crmsync.core.campaigns import CAMPAIGNS
from crmsync.core.parked import Category
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from tests.unit.sync.campaign_world import CampaignWorld
from tests.unit.sync.sync_world import SECOND

pytestmark = pytest.mark.s("S21")


@pytest.fixture
def world() -> CampaignWorld:
    return CampaignWorld()


@pytest.mark.parametrize("object_type", ["Contact", "Lead"])
def test_who_joins_and_leaves_a_campaign_shows_it(world: CampaignWorld, object_type: str) -> None:
    spring, autumn = world.campaign("Spring fair"), world.campaign("Autumn fair")
    pair = world.linked(object_type=object_type)
    first = world.join(spring, pair.salesforce)
    world.join(autumn, pair.salesforce)
    world.run()
    assert world.shown(pair) == sorted([spring, autumn])
    world.leave(first)
    world.run()
    world.poll()
    assert world.shown(pair) == [autumn]


def test_one_membership_costs_three_calls(world: CampaignWorld) -> None:
    spring, pair = world.campaign(), world.linked()
    world.join(spring, pair.salesforce)
    with world.counting() as calls:
        world.run()
    assert (calls.hubspot, calls.salesforce) == (2, 1)
    assert world.shown(pair) == [spring]


def test_without_change_events_the_poll_finds_both(world: CampaignWorld) -> None:
    world.control(Side.SALESFORCE, "event_relay", {"bus": "relay", "entities": ["LeadChangeEvent"]})
    spring, pair = world.campaign(), world.linked()
    member = world.join(spring, pair.salesforce)
    world.poll()
    assert world.shown(pair) == [spring]
    world.leave(member)
    world.poll()
    assert world.shown(pair) == []


def test_what_is_known_is_not_looked_at_again(world: CampaignWorld) -> None:
    spring, pair = world.campaign(), world.linked()
    member = world.join(spring, pair.salesforce)
    world.run()
    world.leave(member)
    world.join(spring, pair.salesforce)
    world.run()
    world.poll()
    with world.counting() as calls:
        world.poll()
    assert (calls.hubspot, calls.salesforce) == (0, 1), "the poll's own call"


def test_a_campaign_made_just_now_gets_its_option_within_minutes(world: CampaignWorld) -> None:
    pair = world.linked()
    spring = world.fresh_campaign()
    world.join(spring, pair.salesforce)
    world.run()
    assert world.shown(pair) == []
    (row,) = world.parked()
    assert (row.part, row.category) == (CAMPAIGNS, Category.ASSOCIATIONS)
    world.let_pass(60 * SECOND)
    world.product.resume()
    world.run()
    assert world.shown(pair) == [spring]
    assert world.parked() == []


def test_an_edit_in_hubspot_is_set_back(world: CampaignWorld) -> None:
    spring, autumn, pair = world.campaign(), world.campaign("Autumn fair"), world.linked()
    world.join(spring, pair.salesforce)
    world.run()
    world.edit_contact(pair.hubspot, **{CAMPAIGNS: autumn, "jobtitle": "Boss"})
    world.run()
    assert world.shown(pair) == [spring]
    (entry,) = [one for one in world.history(pair.contact) if one.field == CAMPAIGNS][:1]
    assert (entry.reason, entry.overruled) == (Reason.MIRRORED, True)


def test_a_person_who_is_created_brings_the_campaigns(world: CampaignWorld) -> None:
    spring = world.campaign()
    person = world.create_person("Lead", Email="ada@example.org", LastName="Lovelace", Company="Analytical")
    world.join(spring, person)
    world.run()
    (contact,) = world.contacts_of("ada@example.org")
    assert world.contact(contact, CAMPAIGNS) == spring


def test_a_membership_alone_creates_nobody(world: CampaignWorld) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    spring = world.campaign()
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    for _ in range(4):
        world.poll()
    world.put("settings/contact", {"create_in_hubspot": True})
    world.join(spring, person)
    with world.counting() as calls:
        world.run()
    assert calls.total == 0
    world.poll()
    assert world.contacts_of("ada@example.org") == []


def test_a_conversion_keeps_them(world: CampaignWorld) -> None:
    spring, pair = world.campaign(), world.linked(object_type="Lead")
    world.join(spring, pair.salesforce)
    world.run()
    contact = world.salesforce_user.convert(pair.salesforce)
    assert contact is not None
    world.run_on()
    world.poll()
    assert world.contact(pair.hubspot, CAMPAIGNS) == spring
    world.join(world.campaign("Autumn fair"), contact)
    world.run()
    assert len(world.contact(pair.hubspot, CAMPAIGNS).split(";")) == 2


def test_a_merge_unites_them(world: CampaignWorld) -> None:
    spring, autumn = world.campaign(), world.campaign("Autumn fair")
    kept = world.linked()
    other = world.create_person(Email="ada@example.org", LastName="Lovelace")
    world.run()
    world.join(spring, kept.salesforce)
    world.join(autumn, other)
    world.run()
    assert world.salesforce_user.merge("Contact", kept.salesforce, other)
    world.run_on()
    world.poll()
    assert world.shown(kept) == sorted([spring, autumn])


def test_a_deleted_campaign_goes_from_everybody_at_once(world: CampaignWorld) -> None:
    world.put("settings/global", {"max_clears_per_hour": 1})
    spring = world.campaign()
    pairs = [world.linked(f"ada{number}@example.org") for number in range(3)]
    for pair in pairs:
        world.join(spring, pair.salesforce)
    world.run()
    world.salesforce_user.delete("Campaign", spring)
    world.poll()
    assert [world.shown(pair) for pair in pairs] == [[], [], []]
    assert world.parked() == []


def test_a_campaign_keeps_its_option_under_its_new_name(world: CampaignWorld) -> None:
    spring, pair = world.campaign("Spring fair"), world.linked()
    world.join(spring, pair.salesforce)
    world.run()
    world.salesforce_user.edit("Campaign", spring, {"Name": "May fair", "IsActive": False})  # type: ignore[dict-item]
    world.let_pass(3_600 * SECOND)
    options = world.hubspot_user.send("GET", f"/crm/v3/properties/contacts/{CAMPAIGNS}").json()["options"]
    assert [option["label"] for option in options if option["value"] == spring] == ["May fair"]
    assert world.shown(pair) == [spring]


def test_a_property_of_text_takes_ids_without_options(world: CampaignWorld) -> None:
    field = {"name": "campaigns", "label": "Campaigns", "type": "string", "fieldType": "text"}
    world.hubspot_user.send("POST", "/crm/v3/properties/contacts", {**field, "groupName": "contactinformation"})
    world.read_schemas()
    world.switch_on(property="campaigns")
    spring, pair = world.fresh_campaign(), world.linked()
    world.join(spring, pair.salesforce)
    world.run()
    assert world.contact(pair.hubspot, "campaigns") == spring


def test_switched_off_it_costs_no_call() -> None:
    world = CampaignWorld(switched_on=False)
    pair = world.linked()
    world.join(world.fresh_campaign(), pair.salesforce)
    with world.counting() as calls:
        world.run()
    assert calls.total == 0
    world.poll()
    assert world.contact(pair.hubspot, CAMPAIGNS) is None
    assert not [call for call in world.product.calls if "ampaign" in call]


def test_a_portal_that_takes_no_options_is_not_asked_every_minute(world: CampaignWorld) -> None:
    pair = world.linked()
    world.join(world.fresh_campaign(), pair.salesforce)
    world.run()
    world.fault(Side.HUBSPOT, "status", f"properties/.*{CAMPAIGNS}", times=100, status=403)
    world.let_pass(60 * SECOND)
    with world.counting() as calls:
        for _ in range(5):
            world.let_pass(60 * SECOND)
    assert calls.total == 0
    assert [row.part for row in world.parked()] == [CAMPAIGNS]
    world.edit_person(pair.salesforce, Title="Boss")
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == "Boss", "the rest of the record goes on"


def test_while_the_sync_is_paused_nobody_asks_for_campaigns(world: CampaignWorld) -> None:
    world.put("settings/global", {"paused": True})
    with world.counting() as calls:
        world.let_pass(7_200 * SECOND)
    assert calls.total == 0


@pytest.mark.parametrize(
    ("name", "words"), [("hs_object_id", "read-only"), ("nothing_like_it", "no contact property"), ("email", "in use")]
)
def test_a_property_that_will_not_do_is_refused(world: CampaignWorld, name: str, words: str) -> None:
    world.product.parameters.write("settings/campaign", json.dumps({"enabled": True, "property": name}))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == ("settings/campaign", "/property")
    assert words in refusal.reason
