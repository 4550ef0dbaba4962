"""People of a HubSpot list become members of a Salesforce campaign."""

from __future__ import annotations

import json
from typing import Any

import pytest
from crmsync.adapters.salesforce import writing
from crmsync.core.association import PRIMARY_COMPANY
from crmsync.core.campaigns import CAMPAIGNS
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from sandbox.simulation.portal_properties import add_own_properties
from tests.unit.sync.campaign_world import CampaignWorld
from tests.unit.sync.listed_world import LISTS
from tests.unit.sync.sync_world import SECOND, Pair

pytestmark = pytest.mark.no_cover

JOIN = "campaigns/spring"


class JoiningWorld(CampaignWorld):
    """One campaign, and one list whose people join it."""

    def __init__(self) -> None:
        super().__init__()
        self.spring = self.campaign()
        made = self.hubspot_user.send(
            "POST", LISTS, {"name": "Visitors", "objectTypeId": "0-1", "processingType": "MANUAL"}
        )
        self.list_id = str(made.json()["list"]["listId"])

    def choose(self, **more: object) -> None:
        self.put(JOIN, {"list_id": self.list_id, "campaign_id": self.spring, "status": "Responded", **more})

    def enlist(self, *contacts: str) -> None:
        self.clock.advance(SECOND)
        answer = self.hubspot_user.send("PUT", f"{LISTS}/{self.list_id}/memberships/add", list(contacts))
        assert answer.status == 200, answer.body

    def members(self) -> list[dict[str, Any]]:
        soql = "SELECT+Id,ContactId,LeadId,Status+FROM+CampaignMember"
        found: list[dict[str, Any]] = self.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()[
            "records"
        ]
        return found


@pytest.fixture
def world() -> JoiningWorld:
    return JoiningWorld()


def test_who_joins_the_list_joins_the_campaign(world: JoiningWorld) -> None:
    world.choose()
    pair = world.linked()
    world.enlist(pair.hubspot)
    world.poll(Side.HUBSPOT)
    (member,) = world.members()
    assert (member["ContactId"], member["Status"]) == (pair.salesforce, "Responded")
    assert world.shown(pair) == [world.spring]
    assert world.parked() == []
    (entry,) = [one for one in world.history(pair.contact) if one.field == JOIN]
    assert (entry.side, entry.new) == (Side.SALESFORCE, "Responded")


def test_a_lead_joins_too_and_nobody_twice(world: JoiningWorld) -> None:
    world.choose(status=None)
    pair = world.linked(object_type="Lead")
    world.join(world.spring, pair.salesforce)
    world.run()
    world.enlist(pair.hubspot)
    world.poll(Side.HUBSPOT)
    (member,) = world.members()
    assert (member["LeadId"], member["Status"]) == (pair.salesforce, "Sent")


def test_members_of_before_stay_out(world: JoiningWorld) -> None:
    pair = world.linked()
    world.enlist(pair.hubspot)
    world.clock.advance(SECOND)
    world.choose()
    world.poll(Side.HUBSPOT)
    assert world.members() == []


def test_who_is_new_is_created_first(world: JoiningWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    world.put("settings/contact", {"create_in_salesforce": "lead"})
    world.choose()
    world.enlist(contact)
    world.poll(Side.HUBSPOT)
    (person,) = world.people_of("ada@example.org")
    (member,) = world.members()
    assert member["LeadId"] == person
    world.poll()
    assert world.contact(contact, CAMPAIGNS) == world.spring


def test_who_is_not_synced_waits_and_joins_later(world: JoiningWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    world.choose()
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.enlist(contact)
    world.poll(Side.HUBSPOT)
    (row,) = world.parked()
    assert (row.part, row.category) == (JOIN, Category.ASSOCIATIONS)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    world.run()
    world.resume_parked()
    (member,) = world.members()
    assert member["ContactId"] == person
    assert world.parked() == []


def test_a_refusal_parks_the_membership_alone(world: JoiningWorld) -> None:
    world.choose()
    pair, other = world.linked(), world.linked("bob@example.org")
    rule = {
        "op": "add_validation_rule",
        "object": "CampaignMember",
        "name": "not_ada",
        "message": "Not this one",
        "field": "ContactId",
        "operator": "=",
        "value": pair.salesforce,
    }
    world.control(Side.SALESFORCE, "schema", rule)
    world.enlist(pair.hubspot, other.hubspot)
    world.edit_contact(pair.hubspot, jobtitle="Boss")
    world.poll(Side.HUBSPOT)
    assert [member["ContactId"] for member in world.members()] == [other.salesforce]
    assert world.person(pair.salesforce, "Title") == "Boss"
    assert world.shown(pair) == []
    (row,) = world.parked()
    assert row.part == JOIN
    assert "Not this one" in row.reason
    world.edit_contact(pair.hubspot, jobtitle="Chief")
    world.run()
    assert [one.part for one in world.parked()] == [JOIN], "an ordinary change does not try it again"
    world.control(
        Side.SALESFORCE, "schema", {"op": "remove_validation_rule", "object": "CampaignMember", "name": "not_ada"}
    )
    world.resume_parked()
    assert len(world.members()) == 2
    assert world.parked() == []
    assert world.shown(pair) == [world.spring]


def test_whoever_is_gone_when_it_is_their_turn_joins_nothing(world: JoiningWorld) -> None:
    world.choose()
    pair = world.linked()
    world.hubspot_user.delete(pair.hubspot)
    world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "resume", fields={JOIN: 0}))
    world.work()
    assert world.members() == []
    assert world.parked() == []


@pytest.mark.parametrize("kind", ["drop_response", "lock_row"])
def test_a_lost_answer_makes_nobody_a_member_twice(world: JoiningWorld, kind: str) -> None:
    world.choose()
    pair = world.linked()
    world.enlist(pair.hubspot)
    world.fault(Side.SALESFORCE, kind, "composite/sobjects")
    world.poll(Side.HUBSPOT)
    world.resume_parked()
    assert len(world.members()) == 1
    assert world.shown(pair) == [world.spring]
    assert world.parked() == []


@pytest.mark.parametrize(("kind", "done"), [("drop_response", 3), ("timeout", 0)])
def test_hundreds_whose_call_timed_out_are_looked_at_before_they_join_again(
    world: JoiningWorld, monkeypatch: pytest.MonkeyPatch, kind: str, done: int
) -> None:
    """The org may take longer for a thousand than an answer is waited for, and creates them all the same, or none."""
    monkeypatch.setattr(writing, "COLLECTION_LIMIT", 1)
    world.choose()
    pairs = [world.linked(f"p{number}@example.org") for number in range(3)]
    world.enlist(*(pair.hubspot for pair in pairs))
    calls = (Side.SALESFORCE, "composite$")
    # The first of them reads.
    world.before(*calls, lambda: world.before(*calls, lambda: world.fault(Side.SALESFORCE, kind, "/composite")))
    world.product.poll(Side.HUBSPOT, world.clock.now() + 600_000)
    world.work()
    assert len(world.members()) == done
    assert [(one.part, one.category) for one in world.parked()] == [(JOIN, Category.UNAVAILABLE)] * 3
    assert [world.shown(pair) for pair in pairs] == [[]] * 3
    world.resume_parked()
    assert len(world.members()) == 3
    assert [world.shown(pair) for pair in pairs] == [[world.spring]] * 3
    assert world.parked() == []


def test_our_own_member_is_no_news(world: JoiningWorld) -> None:
    world.choose()
    pair = world.linked()
    world.enlist(pair.hubspot)
    world.clock.advance(60 * SECOND)
    world.product.poll(Side.HUBSPOT, world.clock.now() + 600_000)
    world.work()
    with world.counting() as calls:
        outcomes = world.run()
    assert calls.total == 0
    assert set(outcomes) <= {OutcomeName.ECHO}


def test_joining_in_a_crowd_is_cheap(world: JoiningWorld) -> None:
    world.choose()
    pairs = [world.linked(f"p{number}@example.org") for number in range(100)]
    world.enlist(*(pair.hubspot for pair in pairs))
    with world.counting() as calls:
        world.poll(Side.HUBSPOT)
    assert len(world.members()) == 100
    assert calls.total <= 6, "the pages of list and search, a read and a write of each side"


def test_hundreds_are_read_and_join_in_a_call_of_salesforce_s_each(world: JoiningWorld) -> None:
    world.choose()
    pairs = [world.linked(f"p{number}@example.org") for number in range(210)]
    world.enlist(*(pair.hubspot for pair in pairs))
    with world.counting() as calls:
        world.product.poll(Side.HUBSPOT, world.clock.now() + 600_000)
        world.work()
    assert len(world.members()) == 210
    assert all(world.shown(pair) == [world.spring] for pair in pairs)
    assert calls.salesforce == 2


def refused(world: JoiningWorld, **more: object) -> tuple[str, str]:
    value = {"list_id": world.list_id, "campaign_id": world.spring, "status": "Sent", **more}
    world.product.parameters.write(JOIN, json.dumps(value))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert refusal.parameter == JOIN
    assert refusal.fix
    return refusal.place, refusal.reason


def test_what_is_wrong_is_refused_with_its_place(world: JoiningWorld) -> None:
    sleeping = world.fresh_campaign("Old fair", IsActive=False)
    assert refused(world, list_id="4711") == ("/list_id", "HubSpot has no list 4711.")
    assert refused(world, campaign_id="701000000000999AAA")[0] == "/campaign_id"
    assert refused(world, campaign_id=sleeping) == ("/campaign_id", "The campaign 'Old fair' is not active.")
    assert refused(world, status="Danced") == (
        "/status",
        "The campaign 'Spring fair' has no member status 'Danced'.",
    )
    assert refused(world, campaign_id="003000000000001AAA")[0] == "/campaign_id"


def test_the_same_list_and_campaign_twice_is_refused(world: JoiningWorld) -> None:
    world.choose()
    world.product.parameters.write(
        "campaigns/twice", json.dumps({"list_id": world.list_id, "campaign_id": world.spring})
    )
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == ("campaigns/twice", "/list_id")


def test_switched_off_nobody_joins(world: JoiningWorld) -> None:
    world.choose()
    world.put("settings/campaign", {"enabled": False})
    pair: Pair = world.linked()
    world.enlist(pair.hubspot)
    world.poll(Side.HUBSPOT)
    assert world.members() == []


def test_the_company_of_who_joins_joins_nothing(world: JoiningWorld) -> None:
    """It is looked at for the contact's sake, because of the change that names the campaign."""
    add_own_properties(world.hubspot_user)
    world.put("settings/company", {"enabled": True})
    world.put("settings/contact", {"create_in_salesforce": None})
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    company = world.hubspot_user.create({"name": "Analytical"}, "companies")
    assert company is not None
    world.hubspot_user.associate(("contact", contact), ("company", company), PRIMARY_COMPANY["contact"].type_id)
    world.run()
    world.put("settings/contact", {"create_in_salesforce": "contact"})
    world.choose()
    world.enlist(contact)
    world.poll(Side.HUBSPOT)
    (person,) = world.people_of("ada@example.org")
    (member,) = world.members()
    assert member["ContactId"] == person
    assert world.person(world.person(person, "AccountId"), "Name") == "Analytical"
    assert world.parked() == []
