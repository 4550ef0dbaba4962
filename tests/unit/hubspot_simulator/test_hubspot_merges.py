"""Merges and the history of values."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World


def merged(world: World, primary: str, other: str) -> Any:
    return world.ok("POST", world.objects("/merge"), {"primaryObjectId": primary, "objectIdToMerge": other}, "user")


@pytest.fixture
def pair(world: World) -> World:
    world.ids["first"] = world.create(email="one@example.org", city="Rome", lifecyclestage="lead")
    world.now += 60
    world.ids["second"] = world.create(email="two@example.org", city="Pisa", phone="2", lifecyclestage="customer")
    world.now += 60
    return world


@pytest.mark.parametrize("new_record", [True, False])
def test_the_primary_wins_and_blanks_are_filled(pair: World, new_record: bool) -> None:
    pair.switch(merge_creates_record=new_record)
    survivor = merged(pair, pair.ids["first"], pair.ids["second"])
    assert (survivor["id"] == pair.ids["first"]) is not new_record
    shown = pair.values(survivor["id"], "email", "city", "phone", "lifecyclestage", "hs_additional_emails")
    assert (shown["email"], shown["city"], shown["phone"]) == ("one@example.org", "Rome", "2")
    assert (shown["lifecyclestage"], shown["hs_additional_emails"]) == ("customer", "two@example.org")
    assert shown["createdate"] == "2026-05-28T20:26:40.000Z"
    ids = pair.values(survivor["id"], "hs_merged_object_ids")["hs_merged_object_ids"].split(";")
    assert set(ids) == {pair.ids["first"], pair.ids["second"]}


@pytest.mark.parametrize("survives", [True, False])
def test_old_ids_lead_to_the_survivor_or_nowhere(pair: World, survives: bool) -> None:
    pair.switch(merged_id_reads_survivor=survives)
    survivor = merged(pair, pair.ids["first"], pair.ids["second"])
    for old in (pair.ids["first"], pair.ids["second"]):
        answer = pair.send("GET", pair.objects(f"/{old}"))
        assert answer.status == (200 if survives else 404)
        if survives:
            assert answer.json()["id"] == survivor["id"]
    read = pair.send("POST", pair.objects("/batch/read"), {"inputs": [{"id": pair.ids["first"]}], "properties": []})
    assert read.status == (200 if survives else 207)


def test_merging_again_follows_the_whole_chain(pair: World) -> None:
    third = pair.create(email="three@example.org")
    survivor = merged(pair, third, merged(pair, pair.ids["first"], pair.ids["second"])["id"])
    assert pair.ok("GET", pair.objects(f"/{pair.ids['first']}"))["id"] == survivor["id"]
    emails = pair.values(survivor["id"], "hs_additional_emails")["hs_additional_emails"]
    assert set(emails.split(";")) == {"one@example.org", "two@example.org"}


def test_merged_records_leave_search_and_the_email_stays_taken(pair: World) -> None:
    survivor = merged(pair, pair.ids["first"], pair.ids["second"])
    assert [hit["id"] for hit in pair.found(query="example.org")["results"]] == [survivor["id"]]
    pair.refused(409, "POST", pair.objects(), {"properties": {"email": "two@example.org"}})


def test_associations_move_to_the_survivor(pair: World) -> None:
    company = pair.create(kind="companies", name="Edge")
    pair.ok("PUT", f"/crm/v4/objects/contacts/{pair.ids['second']}/associations/default/companies/{company}")
    survivor = merged(pair, pair.ids["first"], pair.ids["second"])["id"]
    linked = pair.ok("GET", f"/crm/v4/objects/companies/{company}/associations/contacts")["results"]
    assert [one["toObjectId"] for one in linked] == [survivor]


def test_merging_with_something_that_is_not_there(pair: World) -> None:
    body = {"primaryObjectId": pair.ids["first"], "objectIdToMerge": "999999"}
    pair.refused(404, "POST", pair.objects("/merge"), body)


def test_companies_merge_too(world: World) -> None:
    first, second = world.create(kind="companies", name="A"), world.create(kind="companies", domain="b.example")
    body = {"primaryObjectId": first, "objectIdToMerge": second}
    survivor = world.ok("POST", "/crm/objects/2026-09/companies/merge", body)
    assert (survivor["properties"]["name"], survivor["properties"]["domain"]) == ("A", "b.example")


def test_history_is_newest_first_with_times_and_clears(world: World) -> None:
    made = world.create("user", city="Rome")
    world.now += 60
    world.update(made, city="Oslo")
    world.now += 60
    world.update(made, "user", city="")
    read = world.ok("GET", world.objects(f"/{made}?propertiesWithHistory=city,phone"))
    history = read["propertiesWithHistory"]
    assert [one["value"] for one in history["city"]] == ["", "Oslo", "Rome"]
    assert [one["timestamp"] for one in history["city"]] == [
        "2026-05-28T20:28:40.000Z",
        "2026-05-28T20:27:40.000Z",
        "2026-05-28T20:26:40.000Z",
    ]
    assert [one["sourceType"] for one in history["city"]] == ["CRM_UI", "INTEGRATION", "CRM_UI"]
    assert history["city"][1]["sourceId"] == "3344556"
    assert history["phone"] == []


def test_history_keeps_a_limited_number_of_versions(world: World) -> None:
    world.switch(history_limit=3)
    made = world.create(city="0")
    for number in range(1, 6):
        world.update(made, city=str(number))
    read = world.ok("GET", world.objects(f"/{made}?propertiesWithHistory=city"))["propertiesWithHistory"]["city"]
    assert [one["value"] for one in read] == ["5", "4", "3"]


def test_a_merge_keeps_both_pasts(pair: World) -> None:
    survivor = merged(pair, pair.ids["first"], pair.ids["second"])["id"]
    read = pair.ok("GET", pair.objects(f"/{survivor}?propertiesWithHistory=city"))["propertiesWithHistory"]["city"]
    assert [one["value"] for one in read] == ["Rome", "Pisa", "Rome"]
    assert read[0]["sourceType"] == "MERGE_OBJECTS"
