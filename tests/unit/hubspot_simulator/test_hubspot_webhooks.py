"""Which changes become events, who is named in them, and how deliveries fail and come again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.hubspot_simulator.world import World

URL = "http://sub.example/webhooks/hubspot"


@pytest.fixture
def hooked(world: World) -> World:
    world.control("webhooks", {"url": URL, "subscriptions": None})
    return world


def subscribe(world: World, *subscriptions: dict[str, Any]) -> None:
    world.control("webhooks", {"url": URL, "subscriptions": list(subscriptions)})


def kinds(events: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(event["subscriptionType"], event.get("propertyName")) for event in events]


@pytest.mark.parametrize("announced", [True, False])
def test_a_creation(hooked: World, announced: bool) -> None:
    hooked.switch(creation_sends_property_changes=announced, default_lifecyclestage="")
    made = hooked.create("user", email="x@example.org", city="Rome")
    events = hooked.events()
    changes = [("contact.propertyChange", "email"), ("contact.propertyChange", "city")] if announced else []
    assert kinds(events) == [("contact.creation", None), *changes]
    assert (events[0]["changeFlag"], events[0]["objectId"]) == ("CREATED", int(made))


@pytest.mark.parametrize(
    ("who", "source", "source_id"), [("app", "INTEGRATION", "3344556"), ("user", "CRM_UI", "userId:7001")]
)
def test_the_author_of_a_change(hooked: World, who: str, source: str, source_id: str) -> None:
    hooked.update("51", who, city="Boston")
    event = hooked.events()[0]
    assert (event["changeSource"], event["sourceId"], event["propertyValue"]) == (source, source_id, "Boston")


def test_an_app_may_show_as_api(hooked: World) -> None:
    hooked.switch(webhook_change_source="API")
    hooked.update("51", city="Boston")
    assert hooked.events()[0]["changeSource"] == "API"


def test_a_write_of_the_same_value_is_no_event(hooked: World) -> None:
    hooked.update("51", city="Cambridge")
    assert hooked.deliveries() == []


@pytest.mark.parametrize(("form", "shown"), [("absent", None), ("empty", "")])
def test_a_cleared_value(hooked: World, form: str, shown: str | None) -> None:
    hooked.switch(webhook_cleared_value=form)
    hooked.update("51", city="")
    assert hooked.events()[0].get("propertyValue") == shown


def test_times_are_in_milliseconds(hooked: World) -> None:
    hooked.update("51", closedate="2026-05-28T20:26:40Z")
    event = hooked.events()[0]
    assert (event["propertyValue"], event["occurredAt"]) == ("1780000000000", 1_780_000_000_000)


def test_deletion_restore_and_privacy_deletion(hooked: World) -> None:
    hooked.ok("DELETE", hooked.objects("/51"))
    hooked.control("restore", {"object": "contacts", "id": "51"})
    hooked.ok("POST", hooked.objects("/gdpr-delete"), {"objectId": "51"})
    events = hooked.events()
    assert kinds(events) == [("contact.deletion", None), ("contact.restore", None), ("contact.privacyDeletion", None)]
    assert events[1]["changeSource"] == "CRM_UI"


@pytest.mark.parametrize("deletion", [False, True])
def test_a_merge(hooked: World, deletion: bool) -> None:
    hooked.switch(merge_sends_deletion=deletion)
    survivor = hooked.ok("POST", hooked.objects("/merge"), {"primaryObjectId": "51", "objectIdToMerge": "1"}, "user")
    events = hooked.events()
    merge = next(event for event in events if event["subscriptionType"] == "contact.merge")
    assert (merge["primaryObjectId"], merge["mergedObjectIds"], merge["newObjectId"]) == (51, [1], int(survivor["id"]))
    deleted = {event["objectId"] for event in events if event["subscriptionType"] == "contact.deletion"}
    assert deleted == ({1, 51} if deletion else set())
    assert ("contact.propertyChange", "hs_additional_emails") in kinds(events)


def test_only_what_was_subscribed_is_sent(world: World) -> None:
    subscribe(
        world,
        {"subscriptionType": "contact.propertyChange", "propertyName": "city"},
        {"subscriptionType": "contact.creation", "active": False},
    )
    world.create(city="Rome", phone="1")
    events = world.events()
    assert kinds(events) == [("contact.propertyChange", "city")]
    assert events[0]["subscriptionId"] == 2_700_001


def test_generic_subscriptions_name_the_object_type(world: World) -> None:
    subscribe(
        world,
        {"subscriptionType": "object.creation", "objectTypeId": "0-1"},
        {"subscriptionType": "company.propertyChange", "propertyName": "name"},
    )
    world.create(kind="companies", name="Edge")
    world.create(city="Rome")
    events = world.events()
    assert kinds(events) == [("company.propertyChange", "name"), ("object.creation", None)]
    assert events[1]["objectTypeId"] == "0-1"


@pytest.mark.parametrize("bad", [{"subscriptionType": "contact.sneeze"}, {}, {"subscriptionType": "object.creation"}])
def test_bad_subscriptions_are_refused(world: World, bad: Any) -> None:
    assert world.send("POST", "/__sim__/webhooks", {"url": URL, "subscriptions": [bad]}).status == 400


def test_loaded_records_make_no_events(hooked: World) -> None:
    hooked.control("load", {"object": "contacts", "records": [{"city": "Rome"}]})
    assert hooked.deliveries() == []


def test_events_wait_for_their_window(hooked: World) -> None:
    hooked.update("51", city="A")
    assert hooked.simulator.take_due() == []
    assert hooked.simulator.next_due_at() == pytest.approx(hooked.now + 0.2)
    hooked.now += 0.1
    hooked.update("51", city="B")
    assert len(hooked.events(0.11)) == 2
    assert hooked.simulator.next_due_at() is None


def test_a_delivery_is_signed_when_it_leaves(hooked: World) -> None:
    hooked.update("51", city="A")
    first = hooked.deliveries(5)[0]
    assert first.headers["X-HubSpot-Request-Timestamp"] == str(int(hooked.now * 1000))
    hooked.simulator.settle(first, 500)
    second = hooked.deliveries(100)[0]
    assert second.headers["X-HubSpot-Signature-v3"] != first.headers["X-HubSpot-Signature-v3"]


def test_a_failing_subscriber_gets_ten_more_tries_over_a_day(hooked: World) -> None:
    hooked.update("51", city="A")
    start, attempts = hooked.now, []
    while (due := hooked.simulator.next_due_at()) is not None:
        hooked.now = due
        for delivery in hooked.simulator.take_due():
            attempts.append((delivery.attempt, json.loads(delivery.body)[0]["attemptNumber"]))
            hooked.simulator.settle(delivery, 500 if len(attempts) % 2 else None)
    assert attempts == [(n, n) for n in range(11)]
    assert 23 * 3600 < hooked.now - start < 30 * 3600
    assert hooked.control("webhooks", method="GET")["given_up"] > 0


@pytest.mark.parametrize(
    ("rule", "status", "again"),
    [
        ("all", 404, True),
        ("only_429", 404, False),
        ("only_429", 429, True),
        ("only_429", 500, True),
        ("only_429", 302, True),
        ("all", 204, False),
    ],
)
def test_which_answers_are_retried(hooked: World, rule: str, status: int, again: bool) -> None:
    hooked.switch(webhook_retry_4xx=rule)
    hooked.update("51", city="A")
    hooked.simulator.settle(hooked.deliveries()[0], status)
    assert (hooked.simulator.next_due_at() is not None) is again


def test_chaos_doubles_loses_and_delays(hooked: World) -> None:
    hooked.control("webhooks/chaos", {"duplicate": 1.0})
    hooked.update("51", city="A")
    assert len(hooked.events()) == 2
    hooked.control("webhooks/chaos", {"lose": 1.0})
    hooked.update("51", city="B")
    assert hooked.events() == []
    hooked.control("webhooks/chaos", {"delay_s": 60})
    hooked.update("51", city="C")
    assert hooked.events(59) == []
    assert len(hooked.events(2)) == 1


def test_chaos_reorders_by_its_seed(hooked: World) -> None:
    def order(seed: int) -> list[str]:
        hooked.control("webhooks/chaos", {"reorder": True, "delay_s": 30, "seed": seed})
        for number in range(8):
            hooked.update("51", city=f"{seed}-{number}")
        return [event["propertyValue"].split("-")[1] for event in hooked.events(40)]

    first = order(1)
    assert sorted(first) == [str(n) for n in range(8)]
    assert first != sorted(first)
    assert order(1) == first
    assert order(2) != first


def test_chaos_reorders_within_a_batch(hooked: World) -> None:
    hooked.control("webhooks/chaos", {"reorder": True, "seed": 3})
    for number in range(8):
        hooked.update("51", city=str(number))
    values = [event["propertyValue"] for event in hooked.events()]
    assert sorted(values) == [str(n) for n in range(8)] != values


def test_bad_chaos_is_refused(hooked: World) -> None:
    assert hooked.send("POST", "/__sim__/webhooks/chaos", {"explode": 1}).status == 400
    assert hooked.send("POST", "/__sim__/webhooks/chaos", {"lose": "often"}).status == 400


def test_event_ids_need_not_be_unique(hooked: World) -> None:
    hooked.switch(webhook_event_ids_collide=True)
    for number in range(10):
        hooked.update("51", city=str(number))
    assert len({event["eventId"] for event in hooked.events()}) <= 3


def test_an_email_sends_no_changes_of_its_subject(world: World) -> None:
    subscribe(world, {"subscriptionType": "object.propertyChange", "objectTypeId": "0-49"})
    world.create(kind="emails", hs_timestamp="2026-05-01T10:00:00Z", hs_email_subject="Hi", hs_email_status="SENT")
    told = {event["propertyName"] for event in world.events()}
    assert "hs_email_status" in told
    assert "hs_email_subject" not in told


def test_what_hubspot_keeps_of_a_person_shows_and_cannot_be_written(hooked: World) -> None:
    hooked.control("engage", {"contact": "51", "did": "form_submission", "name": "Contact us"})
    changed = {name for _, name in kinds(hooked.events())}
    assert changed == {"recent_conversion_date", "recent_conversion_event_name"}
    assert hooked.values("51", "recent_conversion_event_name")["recent_conversion_event_name"] == "Contact us"
    body = {"properties": {"recent_conversion_date": "2026-01-01T00:00:00Z"}}
    refused = hooked.refused(400, "PATCH", hooked.objects("/51"), body)
    assert "READ_ONLY" in json.dumps(refused)


def test_every_submission_of_a_form_is_kept_with_its_time(world: World) -> None:
    name = "hs_calculated_form_submissions"
    for form in ("f-1", "f-2", "f-1"):
        world.control("engage", {"contact": "51", "did": "form_submission", "name": "Fair", "form": form})
    kept = [one.split(":") for one in world.values("51", name)[name].split(";")]
    assert [form for form, _, _ in kept] == ["f-1", "f-2", "f-1"]
    times = [int(time) for _, _, time in kept]
    assert times == sorted(times)


@pytest.mark.parametrize("body", [{"contact": "51", "did": "sneeze"}, {"contact": "nobody", "did": "email_sent"}])
def test_an_engagement_that_makes_no_sense_is_refused(world: World, body: dict[str, Any]) -> None:
    assert world.send("POST", "/__sim__/engage", body).status == 400
