"""What a set-up asks: the token's scopes, property groups, properties in batches, and who wrote a value."""

from __future__ import annotations

import pytest

from tests.unit.hubspot_simulator.world import TOKENS, World

TOKEN_INFO = "/oauth/v2/private-apps/get/access-token-info"
PROPERTIES = "/crm/v3/properties/contacts"


@pytest.fixture
def portal() -> World:
    return World()


def test_the_scopes_of_a_token(portal: World) -> None:
    told = portal.ok("POST", TOKEN_INFO, {"tokenKey": TOKENS["app"]})
    assert (told["hubId"], told["appId"]) == (portal.settings.portal_id, portal.settings.app_id)
    portal.switch(missing_scopes=["crm.lists.read"])
    left = portal.ok("POST", TOKEN_INFO, {"tokenKey": TOKENS["app"]})
    assert set(told["scopes"]) - set(left["scopes"]) == {"crm.lists.read"}


def test_a_token_of_another_kind_is_not_known(portal: World) -> None:
    portal.refused(404, "POST", TOKEN_INFO, {"tokenKey": "an OAuth token"})
    portal.refused(401, "POST", TOKEN_INFO, {"tokenKey": TOKENS["app"]}, who="nobody")
    portal.refused(404, "POST", TOKEN_INFO.replace("v2", "2026-09"), {"tokenKey": TOKENS["app"]})


def test_properties_in_a_batch_are_created_each_for_itself(portal: World) -> None:
    portal.ok("POST", f"{PROPERTIES}/groups", {"name": "ours", "label": "Ours"})
    portal.refused(409, "POST", f"{PROPERTIES}/groups", {"name": "ours", "label": "Ours"})
    row = {"label": "X", "type": "string", "fieldType": "text", "groupName": "ours"}
    answer = portal.send(
        "POST", f"{PROPERTIES}/batch/create", {"inputs": [{**row, "name": "email"}, {**row, "name": "x_one"}]}
    )
    assert answer.status == 207
    assert [one["name"] for one in answer.json()["results"]] == ["x_one"]
    assert [error["context"]["name"] for error in answer.json()["errors"]] == [["email"]]


def test_what_the_native_connector_wrote_is_told_by_its_source(portal: World) -> None:
    rows = [{"email": "a@example.org", "salesforceleadid": "00Q"}]
    (contact,) = portal.control("load", {"records": rows, "author": "connector"})["ids"]
    asked = f"/{contact}?propertiesWithHistory=salesforceleadid"
    history = portal.ok("GET", portal.objects(asked))["propertiesWithHistory"]["salesforceleadid"]
    assert [version["sourceType"] for version in history] == ["SALESFORCE"]
