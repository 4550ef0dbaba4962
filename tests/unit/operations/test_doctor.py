"""`doctor` over both simulators: what an administrator broke is named, and the rest stays well."""

from typing import Any

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import Side


@pytest.mark.s("S74")
def test_a_fresh_installation(world: Any) -> None:
    world.poll_both()
    world.product.refresh()
    answer = world.ask("doctor")
    assert answer["failed"] == 0
    lacking = {one["name"] for one in answer["checks"] if one["health"] == "warning"}
    # The portal lacks crmsync's own properties; in process no vendor tells its time, and no event came yet.
    assert lacking == {"HubSpot properties", "Clocks", "HubSpot webhooks", "Salesforce change events"}
    world.ask("setup.properties")
    assert world.found()["HubSpot properties"][0] == "ok"


def test_every_check_has_a_name_of_its_own_and_failures_say_what_to_do(world: Any) -> None:
    checks = world.ask("doctor")["checks"]
    names = [one["name"] for one in checks]
    assert len(names) == len(set(names)) == 20
    assert all(one["fix"] for one in checks if one["health"] != "ok")


def test_a_dead_token_is_one_failure_and_salesforce_is_checked_all_the_same(world: Any) -> None:
    world.settings(Side.HUBSPOT, app_token_state="revoked")
    found = world.found()
    assert found["HubSpot answers"][0] == "failed"
    assert "HubSpot scopes" not in found
    assert found["Salesforce permissions"][0] == "ok"


def test_a_secret_that_nobody_has_set(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = CrmError(Failure(Consequence.BAD_CONFIGURATION, "configuration", "secret has no access_token"))

    def missing() -> str:
        raise failure

    monkeypatch.setitem(
        world.commands, "doctor", type(world.commands["doctor"])(_with_token(world, missing), world.status)
    )
    assert world.found()["HubSpot scopes"] == ("failed", "not known: secret has no access_token")


def _with_token(world: Any, token: Any) -> Any:
    return type(world.checks)(world.gate, world.product.configurations, token, world.clock)


def test_a_missing_scope(world: Any) -> None:
    world.settings(Side.HUBSPOT, missing_scopes=["crm.lists.read"])
    assert world.found()["HubSpot scopes"] == ("warning", "missing: crm.lists.read (the inclusion list)")


def test_rights_of_objects_and_fields(world: Any) -> None:
    world.control(Side.SALESFORCE, "schema", {"op": "set_permission", "object": "Lead", "creatable": False})
    field = {"op": "set_permission", "object": "Contact", "field": "Title", "editable": False}
    world.control(Side.SALESFORCE, "schema", field)
    hidden = {"op": "set_permission", "object": "Lead", "field": "Fax", "readable": False}
    world.control(Side.SALESFORCE, "schema", hidden)
    found = world.found()
    assert found["Salesforce permissions"] == ("failed", "lacking: Create of Lead")
    assert found["Salesforce fields"] == ("warning", "not visible: Lead.Fax; read-only: Contact.Title")


def test_the_right_to_delete_matters_where_deletions_cross(world: Any) -> None:
    world.control(Side.SALESFORCE, "schema", {"op": "set_permission", "object": "Lead", "editable": False})
    assert world.found()["Salesforce permissions"] == ("failed", "lacking: Edit of Lead")
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    assert world.found()["Salesforce permissions"] == ("failed", "lacking: Edit of Lead, Delete of Lead")


def test_person_accounts_are_detected(world: Any) -> None:
    world.control(Side.SALESFORCE, "schema", {"op": "enable_person_accounts"})
    assert world.found()["Person Accounts"][0] == "warning"


def test_the_native_connector(world: Any) -> None:
    row = {"email": "ada@example.org", "salesforcelastsynctime": str(world.clock.now())}
    world.control(Side.HUBSPOT, "load", {"records": [row], "author": "connector"})
    assert world.found()["Native connector"][0] == "failed"
    world.clock.advance(31 * 60_000)
    assert world.found()["Native connector"][0] == "ok"


def test_what_is_stuck(world: Any) -> None:
    world.dead_letters = 2
    world.product.parameters.write("settings/contact", "{")
    world.read_schemas()
    found = world.found()
    assert found["Queues"] == ("failed", "live 0, bulk 0, dead letters 2")
    assert found["Configuration"][0] == "failed"
    assert "settings/contact" in found["Configuration"][1]


def test_polls_that_stopped(world: Any) -> None:
    world.poll_both()
    world.clock.advance(50 * 60_000)
    found = world.found()
    assert (found["HubSpot poll"][0], found["Salesforce poll"][0]) == ("failed", "failed")


def test_it_costs_few_calls_and_writes_nothing(world: Any) -> None:
    with world.counting() as calls:
        world.ask("doctor")
    assert (calls.hubspot, calls.salesforce) == (5, 3)
    assert not [call for call in world.product.calls if "batch/create" in call or "PATCH" in call]
