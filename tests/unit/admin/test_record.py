"""`record.show`."""

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import PairConfiguration
from crmsync.core.custom_object import CustomObject
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.link import BaseValue, Entry, Intents, Link
from crmsync.core.pairs.custom import custom_pair
from crmsync.core.parked import Category, Parked
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.ports.history import HistoryRow

from sandbox.memory.clock import START

HUBSPOT = RecordRef(Side.HUBSPOT, "contact", "51")
SALESFORCE = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")
LEAD = RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001EAA")
HUBSPOT_VALUES = {"email": "ada@x.example", "lastname": "Lovelace", "jobtitle": "Countess", "phone": ""}
SALESFORCE_VALUES = {"Email": "ada@x.example", "LastName": "Lovelace", "Title": "Analyst", "Phone": None}


def put(admin: Any, *refs: RecordRef) -> None:
    for ref in refs:
        if ref.side is Side.HUBSPOT:
            admin.gate.hubspot.records[ref] = Record(ref, HUBSPOT_VALUES, START)
        else:
            admin.gate.salesforce.records[ref] = Record(ref, SALESFORCE_VALUES, START)


@pytest.fixture
def linked(active: Any) -> Any:
    """A linked pair whose job title was changed in HubSpot since the last commit."""
    put(active, HUBSPOT, SALESFORCE)
    base = {
        "email": BaseValue("ada@x.example", "ada@x.example"),
        "jobtitle": BaseValue("Analyst", "Analyst"),
        "phone": BaseValue(None, None),
    }
    link = Link(HUBSPOT, SALESFORCE, base, linked_at=START, seen={Side.HUBSPOT: START}, parked=("email",))
    active.links.create([link])
    active.parking.park([Parked(HUBSPOT, Category.DUPLICATES, "taken", "merge", START, part="email")])
    entries = (
        Entry(Side.HUBSPOT, "jobtitle", "Clerk", "Analyst", "two_way", "only_salesforce", overruled=True),
        Entry(Side.HUBSPOT, "lastname", None, "Lovelace", "always_salesforce", "only_salesforce"),
    )
    older = Entry(Side.SALESFORCE, "jobtitle", None, "Clerk", "two_way", "only_hubspot")
    active.history.add(
        [
            HistoryRow(HUBSPOT, SALESFORCE, START - 1_000, "t1", "hubspot_webhook", "update", (older,)),
            HistoryRow(HUBSPOT, SALESFORCE, START, "t2", "change_event", "update", entries),
        ]
    )
    return active


def test_a_record_of_a_custom_object_is_told_by_its_pair(active: Any) -> None:
    pet, there = RecordRef(Side.HUBSPOT, "2-77", "9"), RecordRef(Side.SALESFORCE, "Pet__c", "a01000000000001AAA")
    custom = custom_pair(CustomObject(name="pet", hubspot_type="2-77", salesforce_type="Pet__c"))
    pairs = {**DEFAULT_CONFIGURATION.pairs, "pet": PairConfiguration.of(custom)}
    active.activate(replace(DEFAULT_CONFIGURATION, pairs=pairs))
    active.links.create([Link(pet, there, {}, linked_at=START)])
    for asked in ({"hubspot_id": "9"}, {"salesforce_id": there.id}):
        shown = active.ask("record.show", object="pet", **asked)
        assert (shown["hubspot"]["id"], shown["salesforce"]["id"]) == (pet.id, there.id)
    code, message = active.refused("record.show", salesforce_id=there.id)
    assert (code, "custom object" in message) == ("bad_arguments", True)


@pytest.mark.parametrize(
    "args",
    [
        {"hubspot_id": "51"},
        {"hubspot_id": 51},
        {"salesforce_id": "003000000000001"},
        {"salesforce_id": SALESFORCE.id},
        {"email": " Ada@X.example "},
    ],
)
def test_each_key_finds_the_pair(linked: Any, args: dict[str, Any]) -> None:
    shown = linked.ask("record.show", **args)
    assert (shown["hubspot"]["id"], shown["salesforce"]["id"]) == (HUBSPOT.id, SALESFORCE.id)
    assert (shown["hubspot"]["state"], shown["salesforce"]["object"]) == ("live", "Contact")
    assert shown["link"]["version"] == 0
    assert shown["link"]["seen"] == {"hubspot": "2026-11-22T00:00:00.000Z"}
    assert shown["others"] == []


def fields(admin: Any) -> dict[str, Any]:
    return {row["field"]: row for row in admin.ask("record.show", hubspot_id="51")["fields"]}


def test_a_field_shows_both_values_base_and_last_decision(linked: Any) -> None:
    assert fields(linked)["jobtitle"] == {
        "field": "jobtitle",
        "salesforce_field": "Title",
        "rule": "prefer_salesforce_unless_blank",
        "hubspot": "Countess",
        "salesforce": "Analyst",
        "changed": ["hubspot"],
        "base": {"hubspot": "Analyst", "salesforce": "Analyst"},
        "last": {
            "at": "2026-11-22T00:00:00.000Z",
            "cause": "change_event",
            "side": "hubspot",
            "field": "jobtitle",
            "old": "Clerk",
            "new": "Analyst",
            "rule": "two_way",
            "reason": "only_salesforce",
            "overruled": True,
        },
    }


def test_blank_in_either_spelling_is_no_change(linked: Any) -> None:
    assert fields(linked)["phone"]["changed"] == []


def test_an_owner_whom_salesforce_chose_is_no_change(active: Any) -> None:
    """A contact that was made without owner gets the integration user's, and nothing is about to sync."""
    put(active, HUBSPOT)
    values = {**SALESFORCE_VALUES, "OwnerId": "005000000000001AAA"}
    active.gate.salesforce.records[SALESFORCE] = Record(SALESFORCE, values, START)
    active.links.create([Link(HUBSPOT, SALESFORCE, {"hubspot_owner_id": BaseValue(None, None)}, linked_at=START)])
    assert fields(active)["hubspot_owner_id"]["changed"] == []


def test_a_field_without_base_is_at_its_first_link(linked: Any) -> None:
    assert fields(linked)["lastname"]["base"] is None
    assert fields(linked)["lastname"]["changed"] == []


def test_absent_values_are_left_out(linked: Any) -> None:
    assert {"hubspot", "salesforce"} & set(fields(linked)["city"]) == set()


def test_only_fields_of_the_salesforce_object(linked: Any) -> None:
    assert "company" not in fields(linked)


def test_parked_rows_and_history_newest_first(linked: Any) -> None:
    shown = linked.ask("record.show", hubspot_id="51")
    assert [(row["part"], row["category"]) for row in shown["parked"]] == [("email", "duplicates")]
    assert [row["cause"] for row in shown["history"]] == ["change_event", "hubspot_webhook"]
    assert shown["link"]["parked"] == ["email"]


def test_a_lease_and_an_unfinished_write(active: Any) -> None:
    put(active, HUBSPOT, SALESFORCE)
    active.links.create([Link(HUBSPOT, SALESFORCE, intents=Intents(START, ()))])
    link = active.ask("record.show", hubspot_id="51")["link"]
    assert (link["leased"], link["unfinished"]) == (False, True)


def test_an_unlinked_record_is_shown_alone(active: Any) -> None:
    put(active, LEAD)
    shown = active.ask("record.show", salesforce_id=LEAD.id)
    assert shown["hubspot"] is None
    assert shown["link"] is None
    assert shown["salesforce"]["values"]["LastName"] == "Lovelace"
    assert "company" in {row["field"] for row in shown["fields"]}


def test_people_of_one_email_without_link(active: Any) -> None:
    put(active, HUBSPOT, SALESFORCE, LEAD)
    shown = active.ask("record.show", email="ada@x.example")
    assert (shown["hubspot"]["id"], shown["salesforce"]["id"]) == (HUBSPOT.id, SALESFORCE.id)
    assert shown["others"] == [{"side": "salesforce", "object": "Lead", "id": LEAD.id}]


def test_the_linked_pair_comes_before_other_bearers_of_the_email(active: Any) -> None:
    put(active, SALESFORCE, LEAD, HUBSPOT)
    active.links.create([Link(HUBSPOT, LEAD)])
    shown = active.ask("record.show", email="ada@x.example")
    assert shown["salesforce"]["id"] == LEAD.id
    assert [other["id"] for other in shown["others"]] == [SALESFORCE.id]


def test_a_side_that_does_not_answer_is_named_and_the_rest_shown(linked: Any) -> None:
    linked.gate.salesforce.down = CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer in 10 s"))
    shown = linked.ask("record.show", hubspot_id="51")
    assert shown["salesforce"]["state"] == "unreadable"
    assert shown["salesforce"]["reason"] == "unavailable: no answer in 10 s"
    assert shown["hubspot"]["state"] == "live"
    assert linked.gate.closed == 1


def test_a_record_that_is_gone(linked: Any) -> None:
    survivor = RecordRef(Side.HUBSPOT, "contact", "99")
    linked.gate.hubspot.records[HUBSPOT] = Gone(HUBSPOT, survivor, "merged")
    shown = linked.ask("record.show", hubspot_id="51")["hubspot"]
    assert shown["state"] == "merged"
    assert shown["became"] == {"side": "hubspot", "object": "contact", "id": "99"}


def test_nobody_has_this_email(active: Any) -> None:
    assert active.refused("record.show", email="nobody@x.example")[0] == "not_found"
    assert active.gate.closed == 1


@pytest.mark.parametrize(
    "args", [{}, {"hubspot_id": "1", "email": "a@b.c"}, {"hubspot_id": "x"}, {"salesforce_id": "005000000000001"}]
)
def test_wrong_use(active: Any, args: dict[str, Any]) -> None:
    assert active.refused("record.show", **args)[0] == "bad_arguments"


def test_without_configuration_nothing_can_be_read(admin: Any) -> None:
    assert admin.refused("record.show", hubspot_id="51")[0] == "not_ready"
    assert admin.gate.opened == []
