"""Whoever submits a HubSpot form becomes a member of a Salesforce campaign."""

from __future__ import annotations

import json

import pytest
from crmsync.core.record import Side

from tests.unit.sync.campaign_world import FIVE_MINUTES
from tests.unit.sync.sync_world import SECOND, Pair
from tests.unit.sync.test_campaign_joins import JOIN, JoiningWorld

FORM = "5c5e4b8a-0d43-4a3e-9c4e-0f2b7a6d1e11"
OTHER = "0b1d2c3e-1111-4a3e-9c4e-0f2b7a6d1e22"


class FormWorld(JoiningWorld):
    def choose_form(self, **more: object) -> None:
        self.put(JOIN, {"form_id": FORM, "campaign_id": self.spring, "status": "Responded", **more})

    def submit(self, contact: str, form: str = FORM) -> None:
        self.clock.advance(SECOND)
        self.control(
            Side.HUBSPOT, "engage", {"contact": contact, "did": "form_submission", "name": "Fair", "form": form}
        )

    def refusal(self, **document: object) -> str:
        self.product.parameters.write(JOIN, json.dumps({"campaign_id": self.spring, **document}))
        self.product.guard()
        (refusal,) = self.product.configurations.refused()
        assert (refusal.parameter, bool(refusal.reason), bool(refusal.fix)) == (JOIN, True, True)
        return refusal.place


@pytest.fixture
def world() -> FormWorld:
    return FormWorld()


def joined(world: FormWorld, *pairs: Pair) -> bool:
    return sorted(one["ContactId"] for one in world.members()) == sorted(pair.salesforce for pair in pairs)


def test_who_submits_the_form_joins_with_the_status(world: FormWorld) -> None:
    world.choose_form()
    pair = world.linked()
    world.submit(pair.hubspot)
    world.poll(Side.HUBSPOT)
    (member,) = world.members()
    assert (member["ContactId"], member["Status"]) == (pair.salesforce, "Responded")
    assert world.shown(pair) == [world.spring]
    (entry,) = [one for one in world.history(pair.contact) if one.field == JOIN]
    assert (entry.side, entry.reason) == (Side.SALESFORCE, "submitted_form")
    assert world.parked() == []


def test_who_comes_by_the_form_is_created_first(world: FormWorld) -> None:
    world.choose_form(form_id=FORM.upper())
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.submit(contact)
    world.poll(Side.HUBSPOT)
    (person,) = world.people_of("ada@example.org")
    assert [one["ContactId"] for one in world.members()] == [person]


def test_another_form_and_submissions_of_before_lead_nowhere(world: FormWorld) -> None:
    before, other = world.linked(), world.linked("bob@example.org")
    world.submit(before.hubspot)
    world.clock.advance(SECOND)
    world.choose_form()
    world.submit(before.hubspot, OTHER)
    world.submit(other.hubspot, OTHER)
    world.poll(Side.HUBSPOT)
    assert world.members() == []


def test_a_later_form_hides_no_earlier_one(world: FormWorld) -> None:
    world.choose_form()
    pair = world.linked()
    world.submit(pair.hubspot)
    world.submit(pair.hubspot, OTHER)
    world.poll(Side.HUBSPOT)
    assert joined(world, pair)


def test_who_was_taken_out_stays_out_until_the_next_submission(world: FormWorld) -> None:
    world.choose_form()
    pair = world.linked()
    world.submit(pair.hubspot)
    world.poll(Side.HUBSPOT)
    world.leave(world.members()[0]["Id"])
    for _ in range(3):
        world.edit_contact(pair.hubspot, city="London")
        world.poll(Side.HUBSPOT)
    assert world.members() == []
    world.submit(pair.hubspot)
    world.poll(Side.HUBSPOT)
    assert joined(world, pair)


def test_a_crowd_is_walked_page_by_page(world: FormWorld) -> None:
    world.choose_form()
    crowd = [world.create_contact(email=f"p{number}@example.org", lastname="Lovelace") for number in range(230)]
    for contact in crowd:
        world.submit(contact)
    world.poll(Side.HUBSPOT)
    assert len(world.members()) == 230


def test_a_quiet_round_costs_one_call(world: FormWorld) -> None:
    with world.counting() as without:
        world.poll(Side.HUBSPOT)
    world.choose_form()
    with world.counting() as with_form:
        world.poll(Side.HUBSPOT)
    assert with_form.hubspot - without.hubspot == 1


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, ""),
        ({"form_id": "fair"}, "/form_id"),
        ({"form_id": FORM, "list_id": "1"}, "/form_id"),
        ({"form_id": FORM, "status": "Danced"}, "/status"),
        ({"form_id": FORM, "campaign_id": "701000000000999AAA"}, "/campaign_id"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(world: FormWorld, document: dict[str, object], place: str) -> None:
    if document.get("list_id"):
        document = {**document, "list_id": world.list_id}
    assert world.refusal(**document) == place


def test_the_same_form_and_campaign_twice_is_refused(world: FormWorld) -> None:
    world.choose_form()
    world.product.parameters.write("campaigns/twice", json.dumps({"form_id": FORM, "campaign_id": world.spring}))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == ("campaigns/twice", "/form_id")


def pause_after_poll(world: FormWorld) -> None:
    """Who is to join is known by then, and nobody has joined."""
    world.clock.advance(FIVE_MINUTES)
    world.product.poll(Side.HUBSPOT, world.clock.now() + 600_000)
    world.put("settings/global", {"paused": True})
    world.run_on()


def test_who_is_edited_during_a_pause_joins_after_it(world: FormWorld) -> None:
    world.choose_form()
    pair = world.linked()
    world.submit(pair.hubspot)
    pause_after_poll(world)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    world.put("settings/global", {"paused": False})
    world.resume_parked(after=FIVE_MINUTES)
    assert (joined(world, pair), world.person(pair.salesforce, "MailingCity")) == (True, "London")
    assert world.parked() == []


def test_who_is_created_by_an_edit_after_a_pause_joins_all_the_same(world: FormWorld) -> None:
    """The edit comes before the parked row is resumed."""
    world.choose_form()
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.submit(contact)
    pause_after_poll(world)
    world.put("settings/global", {"paused": False})
    world.edit_contact(contact, city="London")
    world.run_on()
    world.resume_parked(after=FIVE_MINUTES)
    (person,) = world.people_of("ada@example.org")
    assert [one["ContactId"] for one in world.members()] == [person]
    assert world.parked() == []
