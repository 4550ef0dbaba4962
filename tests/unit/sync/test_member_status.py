"""The status of a campaign's members goes with a HubSpot property, both ways."""

from __future__ import annotations

import json

import pytest
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, Pair
from tests.unit.sync.test_campaign_joins import JOIN, JoiningWorld

SHOWN = "fair_status"


class StatusWorld(JoiningWorld):
    def __init__(self) -> None:
        super().__init__()
        options = [{"label": one, "value": one} for one in ("Sent", "Responded", "Danced")]
        field = {"name": SHOWN, "label": "Fair", "type": "enumeration", "fieldType": "select", "options": options}
        made = self.hubspot_user.send(
            "POST", "/crm/v3/properties/contacts", {**field, "groupName": "contactinformation"}
        )
        assert made.status == 201, made.body
        self.choose(status_property=SHOWN)

    def member(self, **fields: str) -> tuple[Pair, str]:
        pair = self.linked()
        member = self.join(self.spring, pair.salesforce, **fields)
        self.run()
        self.poll()
        return pair, member

    def set_status(self, member: str, status: str) -> None:
        self.clock.advance(SECOND)
        path = f"{self.salesforce_user.PATH}/CampaignMember/{member}"
        assert self.salesforce_user.send("PATCH", path, {"Status": status}).status == 204

    def statuses(self) -> list[str]:
        return [member["Status"] for member in self.members()]


@pytest.fixture
def world() -> StatusWorld:
    return StatusWorld()


def test_a_new_status_in_salesforce_is_shown(world: StatusWorld) -> None:
    pair, member = world.member(Status="Sent")
    assert world.contact(pair.hubspot, SHOWN) == "Sent"
    world.set_status(member, "Responded")
    world.poll()
    assert world.contact(pair.hubspot, SHOWN) == "Responded"
    with world.counting() as calls:
        world.poll()
    assert calls.total == 1, "known by now"


def test_a_new_status_in_hubspot_reaches_the_member(world: StatusWorld) -> None:
    pair, _ = world.member(Status="Sent")
    world.edit_contact(pair.hubspot, **{SHOWN: "Responded", "jobtitle": "Boss"})
    world.poll(Side.HUBSPOT)
    assert world.statuses() == ["Responded"]
    assert world.person(pair.salesforce, "Title") == "Boss"
    world.poll()
    assert world.contact(pair.hubspot, SHOWN) == "Responded"
    assert world.parked() == []


def test_who_is_no_member_has_no_status(world: StatusWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, **{SHOWN: "Responded", "jobtitle": "Boss"})
    world.run()
    world.poll(Side.HUBSPOT)
    assert world.contact(pair.hubspot, SHOWN) is None
    assert world.members() == []


def test_a_member_who_leaves_loses_it(world: StatusWorld) -> None:
    pair, member = world.member(Status="Sent")
    world.leave(member)
    world.poll()
    assert world.contact(pair.hubspot, SHOWN) is None


def test_a_cleared_status_is_set_back(world: StatusWorld) -> None:
    pair, _ = world.member(Status="Sent")
    world.edit_contact(pair.hubspot, **{SHOWN: "", "jobtitle": "Boss"})
    world.run()
    world.poll(Side.HUBSPOT)
    assert world.contact(pair.hubspot, SHOWN) == "Sent"
    assert world.statuses() == ["Sent"]


def test_a_status_that_salesforce_refuses_parks_alone(world: StatusWorld) -> None:
    pair, _ = world.member(Status="Sent")
    rule = {"name": "no_dancing", "message": "No dancing", "field": "Status", "operator": "=", "value": "Responded"}
    world.control(Side.SALESFORCE, "schema", {"op": "add_validation_rule", "object": "CampaignMember", **rule})
    world.edit_contact(pair.hubspot, **{SHOWN: "Responded", "jobtitle": "Boss"})
    world.run()
    world.poll(Side.HUBSPOT)
    assert world.person(pair.salesforce, "Title") == "Boss"
    assert world.statuses() == ["Sent"]
    (row,) = world.parked()
    assert (row.part, "No dancing" in row.reason) == (SHOWN, True)


def test_who_joins_by_the_list_shows_the_status(world: StatusWorld) -> None:
    pair = world.linked()
    world.enlist(pair.hubspot)
    world.poll(Side.HUBSPOT)
    world.poll()
    assert world.contact(pair.hubspot, SHOWN) == "Responded"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("jobtitle", "in use by crmsync already"),
        ("fair_statu", "no contact property"),
        ("hs_object_id", "read-only"),
        ("closedate", "of a type"),
    ],
)
def test_a_property_that_will_not_do_is_refused(world: StatusWorld, name: str, words: str) -> None:
    value = {"list_id": world.list_id, "campaign_id": world.spring, "status_property": name}
    world.product.parameters.write(JOIN, json.dumps(value))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == (JOIN, "/status_property")
    assert words in refusal.reason
