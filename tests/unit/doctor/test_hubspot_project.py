"""The HubSpot project that set-up writes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.default_configuration import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.hubspot_project import (
    APP_FILE,
    PROJECT_FILE,
    WEBHOOKS_FILE,
    project_files,
    with_retired,
)
from crmsync.core.hubspot_scopes import SCOPES, scopes_for
from crmsync.core.hubspot_subscriptions import wanted_subscriptions
from crmsync.core.hubspot_webhook import parse
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.own_properties import STAMPED

URL = "https://api.example.org/webhooks/hubspot"


def subscriptions(files: dict[str, str]) -> list[dict[str, Any]]:
    found = json.loads(files[WEBHOOKS_FILE])["config"]["subscriptions"]
    return [one for family in found.values() for one in family]


def test_the_app_asks_for_what_the_token_is_checked_for() -> None:
    files = project_files("crmsync", URL, {"contact": ["email"]})
    assert json.loads(files[PROJECT_FILE])["srcDir"] == "src"
    app = json.loads(files[APP_FILE])
    assert (app["type"], app["config"]["distribution"]) == ("app", "private")
    assert app["config"]["auth"] == {
        "type": "static",
        "requiredScopes": [scope.name for scope in scopes_for(["contact"])],
    }


def test_everything_that_the_webhook_function_understands_is_subscribed() -> None:
    files = project_files("crmsync", URL, {"contact": ["email", "city"]})
    assert json.loads(files[WEBHOOKS_FILE])["config"]["settings"]["targetUrl"] == URL
    kinds = {one["subscriptionType"] for one in subscriptions(files)}
    event = {"portalId": 1, "objectTypeId": "0-1", "objectId": 5, "occurredAt": 1, "propertyName": "email"}
    merge = {"primaryObjectId": 5, "mergedObjectIds": [6]}
    for kind in kinds:
        body = json.dumps([{**event, **merge, "subscriptionType": kind}]).encode()
        assert parse(body, "1", 0).changes, kind
    assert len(kinds) == 6
    changes = [one["propertyName"] for one in subscriptions(files) if "propertyName" in one]
    assert changes == ["email", "city"]


def test_what_is_mapped_is_subscribed_and_stamps_never() -> None:
    off = FieldMapping("fax", {"Contact": "Fax"}, Rule.DONT_SYNC)
    pair = replace(CONTACT_PAIR, mappings=(*CONTACT_PAIR.mappings, off))
    wanted = wanted_subscriptions(replace(DEFAULT_CONFIGURATION, pairs={"contact": pair}))["contact"]
    assert {"email", "jobtitle"} <= set(wanted)
    assert not {own.name for own in STAMPED} & set(wanted)
    without = replace(CONTACT_PAIR, mappings=(off,))
    assert wanted_subscriptions(replace(DEFAULT_CONFIGURATION, pairs={"contact": without})) == {"contact": []}


def test_of_a_pair_that_is_switched_off_nothing_is_subscribed_or_asked_for() -> None:
    off = replace(CONTACT_PAIR, settings=replace(CONTACT_PAIR.settings, enabled=False))
    wanted = wanted_subscriptions(replace(DEFAULT_CONFIGURATION, pairs={"contact": off}))
    assert subscriptions(project_files("crmsync", URL, wanted)) == []
    assert scopes_for(wanted) == SCOPES


def test_several_object_types_each_have_their_subscriptions_and_scopes() -> None:
    files = project_files("crmsync", URL, {"contact": ["email"], "company": ["name"], "meeting": ["hs_meeting_title"]})
    found = {(one["subscriptionType"], one.get("objectType"), one.get("propertyName")) for one in subscriptions(files)}
    assert {
        ("object.propertyChange", "contact", "email"),
        ("object.propertyChange", "company", "name"),
        ("object.propertyChange", "meeting_event", "hs_meeting_title"),
        ("object.associationChange", "company", None),
        ("object.creation", "meeting_event", None),
        ("contact.privacyDeletion", None, None),
    } <= found
    scopes = json.loads(files[APP_FILE])["config"]["auth"]["requiredScopes"]
    assert {"crm.objects.companies.write", "crm.schemas.companies.read"} <= set(scopes)
    assert len(scopes) == len(set(scopes)) == len(SCOPES) + 4


@pytest.mark.parametrize(
    ("object_type", "more"),
    [
        ("task", set()),
        ("ticket", {"tickets"}),
        ("email", {"sales-email-read"}),
        (
            "2-123",
            {
                "crm.objects.custom.read",
                "crm.objects.custom.write",
                "crm.schemas.custom.read",
                "crm.schemas.custom.write",
            },
        ),
    ],
)
def test_the_scopes_of_an_object_type(object_type: str, more: set[str]) -> None:
    assert {scope.name for scope in scopes_for(["contact", object_type])} - {scope.name for scope in SCOPES} == more


def test_what_hubspot_sends_no_changes_of_is_not_subscribed() -> None:
    mappings = tuple(FieldMapping(name, {"Task": "X"}) for name in ("hs_email_subject", "hs_email_status"))
    email = replace(CONTACT_PAIR.object_pair, hubspot_type="email")
    pair = replace(CONTACT_PAIR, object_pair=email, mappings=mappings)
    wanted = wanted_subscriptions(replace(DEFAULT_CONFIGURATION, pairs={"email": pair}))
    assert wanted == {"email": ["hs_email_status"]}


def test_a_subscription_that_is_not_wanted_any_more_is_switched_off_and_not_removed() -> None:
    before = project_files("crmsync", URL, {"contact": ["email", "city"]})[WEBHOOKS_FILE]
    after = project_files("crmsync", URL, {"contact": ["email", "phone"]})[WEBHOOKS_FILE]
    kept = subscriptions({WEBHOOKS_FILE: with_retired(after, before)})
    switches = {one["propertyName"]: one["active"] for one in kept if "propertyName" in one}
    assert switches == {"email": True, "phone": True, "city": False}
    assert with_retired(after, with_retired(after, before)) == with_retired(after, before)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"config": {"subscriptions": [1]}}'])
def test_another_file_in_its_place_is_no_webhooks_file(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        with_retired(project_files("crmsync", URL, {})[WEBHOOKS_FILE], text)
