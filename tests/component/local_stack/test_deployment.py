"""template.yaml on the emulator, with functions that only tell what they see."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

import pytest
import requests

from sandbox.aws.failure import FunctionFailedError
from sandbox.aws.shims.partner_event_bus import BUS, source_of
from sandbox.stack.stack import Stack
from sandbox.stack.start_up import is_up, start_up

pytestmark = pytest.mark.stack


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.05)


def sees(stack: Stack, function: str, text: str) -> bool:
    return any(text in line for line in stack.logs(function))


def test_functions_find_the_shared_package_in_its_layer(launched: Stack) -> None:
    assert launched.invoke("SyncRecordsFunction", {}) == {"package": "crmsync"}


def test_starting_again_changes_nothing(launched: Stack) -> None:
    before = launched.place.process_file.read_text()
    start_up(launched.place)
    assert is_up(launched.place)
    assert launched.place.process_file.read_text() == before


@pytest.mark.parametrize("side", ["HUBSPOT", "SALESFORCE"])
def test_webhooks_are_reached_at_the_published_addresses(launched: Stack, side: str) -> None:
    url = launched.env[f"CRMSYNC_{side}_WEBHOOK_URL"]
    answer = requests.post(url, json={}, timeout=15)
    assert (answer.status_code, answer.json()["path"]) == (202, f"/webhooks/{side.lower()}")


def test_the_function_is_told_the_address_that_callers_use(launched: Stack) -> None:
    name = launched.physical_ids["HubspotWebhookFunction"]
    variables = launched.aws.functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    assert launched.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"] == variables["HUBSPOT_WEBHOOK_URL"]


def test_no_other_route_is_served(launched: Stack) -> None:
    base = launched.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"].removesuffix("/webhooks/hubspot")
    assert requests.post(f"{base}/webhooks/admin", json={}, timeout=15).status_code == 404
    assert requests.get(f"{base}/webhooks/hubspot", timeout=15).status_code == 404


def test_tables_forget(launched: Stack) -> None:
    for logical_id in ("LinksTable", "HistoryTable", "ParkedTable"):
        table = launched.physical_ids[logical_id]
        described = launched.aws.dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        assert (described["TimeToLiveStatus"], described["AttributeName"]) == ("ENABLED", "expires_at")


@pytest.mark.parametrize("queue", ["ChangeQueue", "BulkChangeQueue"])
def test_the_worker_takes_messages_and_hands_single_ones_back(launched: Stack, queue: str) -> None:
    url = launched.physical_ids[queue]
    for body in (f"good-{queue}", "fail"):
        launched.aws.sqs.send_message(QueueUrl=url, MessageBody=body)
    until(lambda: sees(launched, "SyncRecordsFunction", f"good-{queue}"))
    until(lambda: launched.queue_depths()[queue] == 1)
    launched.aws.sqs.purge_queue(QueueUrl=url)


def test_only_change_events_of_the_relay_arrive(launched: Stack) -> None:
    def entry(source: str, marker: str) -> dict[str, str]:
        detail = json.dumps({"payload": {"ChangeEventHeader": {"entityName": marker}}})
        return {"Source": source, "DetailType": "LeadChangeEvent", "Detail": detail, "EventBusName": BUS}

    relay = source_of(launched.env["SALESFORCE_ORG_ID"])
    entries = [entry("another.source", "stranger"), entry(relay, "wanted")]
    assert launched.aws.events.put_events(Entries=entries)["FailedEntryCount"] == 0  # type: ignore[arg-type]
    until(lambda: sees(launched, "SalesforceChangeEventFunction", "wanted"))
    assert not sees(launched, "SalesforceChangeEventFunction", "stranger")


def test_roles_are_enforced(launched: Stack) -> None:
    """What a role lacks fails here, and not first on AWS."""
    table = launched.physical_ids["LinksTable"]
    denied = launched.invoke("SalesforceOutboundFunction", {"read_table": table})
    assert "AccessDenied" in denied["failure"]
    assert "failure" not in launched.invoke("AdminFunction", {"read_table": launched.physical_ids["ConfigTable"]})


def test_the_secrets_hold_the_simulators_credentials(launched: Stack) -> None:
    def secret(logical_id: str) -> dict[str, str]:
        value = launched.aws.secrets.get_secret_value(SecretId=launched.physical_ids[logical_id])["SecretString"]
        return dict(json.loads(value))

    assert secret("HubspotSecret")["access_token"] == launched.env["HUBSPOT_ACCESS_TOKEN"]
    assert secret("HubspotSecret")["portal_id"] == launched.env["HUBSPOT_PORTAL_ID"]
    assert secret("SalesforceSecret")["consumer_secret"] == launched.env["SALESFORCE_CONSUMER_SECRET"]
    assert f"secret={secret('SalesforceSecret')['webhook_secret']}" in launched.env["CRMSYNC_SALESFORCE_WEBHOOK_URL"]
    assert secret("SalesforceSessionSecret") == {}


def test_schedules_are_off_when_asked(launched: Stack) -> None:
    rules = launched.aws.events.list_rules()["Rules"]
    states = {rule["State"] for rule in rules if "ScheduleExpression" in rule}
    assert states == {"DISABLED"}


def test_an_edited_parameter_reaches_config_guard(launched: Stack) -> None:
    launched.put_parameter("settings/contact", {"create_in_hubspot": False})
    assert sees(launched, "ConfigGuardFunction", "/crmsync/sandbox/settings/contact")
    stored = launched.aws.ssm.get_parameter(Name="/crmsync/sandbox/settings/contact")["Parameter"]["Value"]
    assert json.loads(stored) == {"create_in_hubspot": False}


def test_a_killed_worker_fails_its_invocation_and_the_next_one_works(launched: Stack) -> None:
    failures: list[str] = []

    def slow() -> None:
        try:
            launched.invoke("HubspotPollFunction", {"sleep": 60, "marker": "slow"})
        except FunctionFailedError as failure:
            failures.append(str(failure))

    def killed() -> bool:
        """The first kill may hit a worker that waits for its next invocation."""
        launched.kill_workers("HubspotPollFunction")
        return bool(failures)

    caller = threading.Thread(target=slow)
    caller.start()
    until(killed)
    caller.join(timeout=30)
    assert len(failures) == 1
    assert "HubspotPollFunction" in failures[0]
    assert launched.invoke("HubspotPollFunction", {}) == {"package": "crmsync"}


def test_people_edit_in_both_crms(launched: Stack) -> None:
    hubspot, salesforce = launched.hubspot(), launched.salesforce()
    contact = hubspot.create("contacts", {"email": "kim@example.com", "firstname": "Kim"})
    lead = salesforce.create("Lead", {"LastName": "Park", "Company": "Example"})
    hubspot.update("contacts", contact, {"firstname": "Kimberly"})
    assert hubspot.read("contacts", contact, "firstname")["firstname"] == "Kimberly"
    assert salesforce.read("Lead", lead, "LastName")["LastName"] == "Park"
    assert launched.control("hubspot", "calls", method="GET")["by_client"]["user"] >= 3
    assert launched.control("salesforce", "calls", method="GET")["by_client"]["app"] == 0


def test_a_person_s_edits_reach_the_webhook_and_the_event_bus(launched: Stack) -> None:
    launched.hubspot().create("contacts", {"email": "webhook@example.com"})
    launched.salesforce().create("Lead", {"LastName": "Marker-of-the-bus", "Company": "Example"})
    until(lambda: sees(launched, "HubspotWebhookFunction", "contact.creation"))
    until(lambda: sees(launched, "SalesforceChangeEventFunction", "Marker-of-the-bus"))
