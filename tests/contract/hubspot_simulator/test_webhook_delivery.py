"""Webhooks as they arrive at a real receiver: batched, signed as HubSpot signs, retried."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from hubspot import HubSpot
from hubspot.utils.signature import Signature

from tests.contract.hubspot_simulator.served import Receiver, Sandbox


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.start()
    yield receiver
    receiver.stop()


@pytest.fixture
def subscribed(sandbox: Sandbox, receiver: Receiver) -> Sandbox:
    """The sandbox with quick webhooks to the receiver."""
    sandbox.control("POST", "settings", {"webhook_window_s": 0.05, "webhook_retry_gaps_s": [0.05, 0.05]})
    sandbox.control("POST", "webhooks", {"url": receiver.url, "subscriptions": None})
    return sandbox


def test_a_delivery_passes_the_vendors_own_signature_check(
    subscribed: Sandbox, receiver: Receiver, person: HubSpot
) -> None:
    person.crm.contacts.basic_api.create({"properties": {"email": "sig@example.org", "city": "Malmö"}})
    receiver.wait_for_requests(1)
    headers, body = receiver.requests[0]
    secret = "hubspot-sandbox-client-secret"
    assert headers["x-hubspot-signature-version"] == "v1"
    assert Signature.is_valid(headers["x-hubspot-signature"], secret, body, signature_version="v1")
    assert Signature.is_valid(
        headers["x-hubspot-signature-v3"],
        secret,
        body,
        http_uri=receiver.url.replace("%40", "@"),
        signature_version="v3",
        timestamp=headers["x-hubspot-request-timestamp"],
    )
    assert not Signature.is_valid(headers["x-hubspot-signature"], "another", body, signature_version="v1")


def test_events_of_one_moment_come_in_one_array(
    subscribed: Sandbox, receiver: Receiver, person: HubSpot, app: HubSpot
) -> None:
    subscribed.control("POST", "settings", {"webhook_window_s": 0.4})
    made = person.crm.contacts.basic_api.create({"properties": {"email": "one@example.org"}})
    app.crm.contacts.basic_api.update(made.id, {"properties": {"city": "Oslo"}})
    receiver.wait_for_requests(1)
    events = {(event["subscriptionType"], event.get("propertyName")): event for event in receiver.events()}
    creation, city = events["contact.creation", None], events["contact.propertyChange", "city"]
    assert (creation["changeSource"], creation["sourceId"]) == ("CRM_UI", "userId:7001")
    assert (city["changeSource"], city["sourceId"], city["propertyValue"]) == ("INTEGRATION", "3344556", "Oslo")
    assert city["objectId"] == int(made.id)
    assert (city["portalId"], city["appId"], city["attemptNumber"]) == (8123456, 3344556, 0)
    assert abs(city["occurredAt"] / 1000 - time.time()) < 60
    assert len(receiver.requests) == 1


def test_a_batch_holds_at_most_a_hundred_events(subscribed: Sandbox, receiver: Receiver, person: HubSpot) -> None:
    subscribed.control("POST", "settings", {"creation_sends_property_changes": False})
    for start in (0, 100):
        person.crm.contacts.batch_api.create(
            {"inputs": [{"properties": {"email": f"n{start + n}@example.org"}} for n in range(100)]}
        )
    person.crm.contacts.basic_api.create({"properties": {"email": "last@example.org"}})
    receiver.wait_for_events(201)
    assert max(len(json.loads(body)) for _, body in receiver.requests) == 100
    assert len({event["objectId"] for event in receiver.events()}) == 201


def test_a_refused_delivery_comes_again_with_the_next_attempt_number(
    subscribed: Sandbox, receiver: Receiver, person: HubSpot
) -> None:
    receiver.statuses = [503, 404]
    person.crm.contacts.basic_api.create({"properties": {"email": "again@example.org"}})
    receiver.wait_for_requests(3)
    attempts = [json.loads(body)[0]["attemptNumber"] for _, body in receiver.requests]
    assert attempts == [0, 1, 2]
    headers = [headers["x-hubspot-request-timestamp"] for headers, _ in receiver.requests]
    assert len(set(headers)) == 3


def test_a_replay_brings_the_last_events_twice_and_backwards(
    subscribed: Sandbox, receiver: Receiver, person: HubSpot
) -> None:
    made = person.crm.contacts.basic_api.create({"properties": {}})
    receiver.wait_for_events(1)
    for city in ("Oslo", "Bergen"):
        before = len(receiver.events())
        person.crm.contacts.basic_api.update(made.id, {"properties": {"city": city}})
        receiver.wait_for_events(before + 1)
    receiver.requests.clear()
    assert subscribed.control("POST", "webhooks/replay", {"last": 2}) == {"replayed": 4}
    receiver.wait_for_events(4)
    assert [event["propertyValue"] for event in receiver.events()] == ["Bergen", "Bergen", "Oslo", "Oslo"]


def test_without_a_url_nothing_is_sent(sandbox: Sandbox, receiver: Receiver, person: HubSpot) -> None:
    sandbox.control("POST", "webhooks", {"url": "", "subscriptions": None})
    person.crm.contacts.basic_api.create({"properties": {"email": "quiet@example.org"}})
    assert sandbox.control("GET", "webhooks")["pending"] == 0
