"""Opting out, which only the communication preferences can do."""

from __future__ import annotations

import pytest

from tests.unit.hubspot_simulator.world import World


@pytest.mark.parametrize("version", ["v4", "2026-03", "2026-09"])
def test_unsubscribing_from_all_sets_the_contacts_opt_out(world: World, version: str) -> None:
    made = world.create(email="out@example.org")
    path = f"/communication-preferences/{version}/statuses/OUT@example.org/unsubscribe-all?channel=EMAIL"
    assert world.ok("GET", path)["results"] == []
    world.ok("POST", path)
    assert world.ok("GET", path)["results"][0]["status"] == "UNSUBSCRIBED"
    assert world.values(made, "hs_email_optout")["hs_email_optout"] == "true"
    assert world.ok("POST", f"{path}&verbose=true")["results"][0]["subscriberIdString"] == "out@example.org"


def test_the_opt_out_is_a_webhook_of_the_app(world: World) -> None:
    made = world.create(email="out@example.org")
    world.control("webhooks", {"url": "http://sub.example/x", "subscriptions": None})
    world.ok("POST", "/communication-preferences/v4/statuses/out@example.org/unsubscribe-all?channel=EMAIL")
    event = world.events()[0]
    assert (event["propertyName"], event["propertyValue"]) == ("hs_email_optout", "true")
    assert (event["objectId"], event["changeSource"]) == (int(made), "INTEGRATION")


def test_an_address_can_opt_out_before_it_is_a_contact(world: World) -> None:
    world.ok("POST", "/communication-preferences/v4/statuses/early@example.org/unsubscribe-all?channel=EMAIL")
    made = world.create(email="early@example.org")
    assert world.values(made, "hs_email_optout")["hs_email_optout"] == "true"


def test_batches_of_addresses(world: World) -> None:
    world.create(email="a@example.org")
    path = "/communication-preferences/v4/statuses/batch/unsubscribe-all"
    answer = world.send("POST", f"{path}?channel=EMAIL", {"inputs": ["a@example.org", "nonsense"]})
    assert (answer.status, answer.json()["errors"][0]["context"]["subscriberIdString"]) == (207, ["nonsense"])
    read = world.ok("POST", f"{path}/read?channel=EMAIL", {"inputs": ["a@example.org", "b@example.org"]})["results"]
    assert [len(one["wideStatuses"]) for one in read] == [1, 0]


def test_batches_of_addresses_have_scopes_of_their_own(world: World) -> None:
    scopes = [f"communication_preferences.statuses.batch.{right}" for right in ("read", "write")]
    world.switch(missing_scopes=scopes)
    path, inputs = "/communication-preferences/2026-09/statuses", {"inputs": ["a@example.org"]}
    batch = f"{path}/batch/unsubscribe-all"
    asked = [world.refused(403, "POST", f"{batch}{rest}?channel=EMAIL", inputs) for rest in ("/read", "")]
    assert [body["errors"][0]["context"]["requiredGranularScopes"] for body in asked] == [[one] for one in scopes]
    world.ok("POST", f"{path}/a@example.org/unsubscribe-all?channel=EMAIL")
    world.switch(missing_scopes=["communication_preferences.read_write"])
    world.ok("POST", f"{batch}?channel=EMAIL", inputs)


def test_only_the_verbose_answer_tells_of_subscriptions(world: World) -> None:
    path = "/communication-preferences/v4/statuses/out@example.org/unsubscribe-all?channel=EMAIL"
    (first,) = world.ok("POST", f"{path}&verbose=true")["results"]
    assert (first["subscriptionName"], first["status"]) == ("Marketing", "UNSUBSCRIBED")
    assert first["setStatusSuccessReason"] == "UNSUBSCRIBE_FROM_ALL_OCCURRED"
    (again,) = world.ok("POST", f"{path}&verbose=true")["results"]
    assert (again["setStatusSuccessReason"], again["timestamp"]) == ("NO_STATUS_CHANGE", first["timestamp"])
    assert world.ok("POST", path)["results"] == []


def test_what_preferences_refuse(world: World) -> None:
    path = "/communication-preferences/v4/statuses"
    world.refused(400, "POST", f"{path}/a@b.org/unsubscribe-all")
    world.refused(400, "POST", f"{path}/nonsense/unsubscribe-all?channel=EMAIL")
    world.refused(400, "POST", f"{path}/batch/unsubscribe-all?channel=EMAIL", {"inputs": []})


def test_only_the_person_subscribes_again(world: World) -> None:
    made = world.create(email="out@example.org")
    path = "/communication-preferences/v4/statuses/out@example.org/unsubscribe-all?channel=EMAIL"
    world.ok("POST", path)
    world.control("subscribe_again", {"email": "Out@example.org"})
    assert world.ok("GET", path)["results"] == []
    assert world.values(made, "hs_email_optout")["hs_email_optout"] == "false"
