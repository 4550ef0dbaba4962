"""`setup.*`: what is missing is created once; what a portal has of its own is not touched."""

import json
from typing import Any

from crmsync.core.own_properties import GROUP, OWN_PROPERTIES
from crmsync.core.record import Side

MISSING = {
    f"contact.{name}" for name in ("imported_from_salesforce", "crmsync_status", "crmsync_error", "crmsync_link")
}


def definitions(world: Any) -> dict[str, Any]:
    found = world.hubspot_user.send("GET", "/crm/v3/properties/contacts").json()
    return {one["name"]: one for one in found["results"]}


def test_missing_properties_are_created_in_a_group_of_their_own(world: Any) -> None:
    answer = world.ask("setup.properties")
    assert set(answer["created"]) == MISSING
    assert set(answer["created"]) | set(answer["there"]) == {f"contact.{own.name}" for own in OWN_PROPERTIES}
    assert (answer["foreign"], answer["refused"]) == ({}, [])
    made = definitions(world)["crmsync_status"]
    assert (made["groupName"], made["type"], made["fieldType"]) == (GROUP, "enumeration", "select")
    assert [option["value"] for option in made["options"]] == ["in_sync", "parked", "not_synced"]


def test_a_second_time_changes_nothing(world: Any) -> None:
    world.ask("setup.properties")
    before = definitions(world)
    with world.counting() as calls:
        answer = world.ask("setup.properties")
    assert answer["created"] == []
    assert calls.hubspot == 1
    assert definitions(world) == before


def test_the_new_stamps_are_in_the_configuration_at_once(world: Any) -> None:
    world.ask("setup.properties")
    assert "crmsync_status" in world.product.configurations.active().pairs["contact"].hubspot_stamps


def test_a_property_of_another_type_is_told_and_left(world: Any) -> None:
    field = {"name": "crmsync_error", "type": "number", "label": "Ours"}
    world.control(Side.HUBSPOT, "schema", {"op": "add_field", "object": "contacts", "field": field})
    answer = world.ask("setup.properties")
    assert answer["foreign"] == {"contact.crmsync_error": "number instead of string"}
    assert definitions(world)["crmsync_error"]["type"] == "number"
    assert set(answer["created"]) == MISSING - {"contact.crmsync_error"}


def test_a_group_that_is_there_already_is_used(world: Any) -> None:
    body = {"name": GROUP, "label": "Old"}
    world.hubspot_user.send("POST", "/crm/v3/properties/contacts/groups", body)
    assert set(world.ask("setup.properties")["created"]) == MISSING


def test_archived_ones_are_created_again(world: Any) -> None:
    world.ask("setup.properties")
    world.hubspot_user.send("DELETE", "/crm/v3/properties/contacts/crmsync_link")
    world.hubspot_user.send("DELETE", "/crm/v3/properties/contacts/crmsync_error")
    answer = world.ask("setup.properties")
    assert set(answer["created"]) == {"contact.crmsync_link", "contact.crmsync_error"}


def test_without_the_scope_it_says_which(world: Any) -> None:
    world.settings(Side.HUBSPOT, missing_scopes=["crm.schemas.contacts.write"])
    answer = world.answer("setup.properties")
    assert answer["error"]["code"] == "missing_scope"
    assert "crm.schemas.contacts.write" in answer["error"]["message"]
    assert not MISSING & {f"contact.{name}" for name in definitions(world)}


def test_check_names_what_is_missing_and_changes_nothing(world: Any) -> None:
    assert world.found("setup.check")["HubSpot properties"][0] == "warning"
    assert not MISSING & {f"contact.{name}" for name in definitions(world)}


def test_the_app_has_a_subscription_for_each_mapped_property(world: Any) -> None:
    mapping = {"hubspot": "mobilephone", "salesforce": "MobilePhone", "rule": "two_way"}
    world.put("mappings/contact", {"mappings": [mapping]})
    answer = world.ask("setup.app", name="crmsync-test")
    assert "mobilephone" in answer["properties"]
    assert json.loads(answer["files"]["hsproject.json"])["name"] == "crmsync-test"
    assert answer["salesforce_objects"] == ["Contact", "Lead"]
    webhooks = json.loads(answer["files"]["src/app/webhooks/webhooks-hsmeta.json"])
    assert webhooks["config"]["settings"]["targetUrl"] == answer["webhook_url"] == "https://a/hubspot"


def test_change_events_are_wanted_of_what_is_switched_on(world: Any) -> None:
    world.ask("setup.properties")
    world.put("settings/campaign", {"enabled": True})
    assert world.ask("setup.app")["salesforce_objects"] == ["Contact", "Lead", "CampaignMember"]
