"""The real functions on the local stack, as `make sandbox-up` starts it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.aws.log_lines import log_lines
from sandbox.aws.template import logical_ids, read_template
from sandbox.stack import process_table
from sandbox.stack.place import PROJECT, Place
from sandbox.stack.ports import free_port_base
from sandbox.stack.process_file import read_processes
from sandbox.stack.stack import QUEUES, Stack

pytestmark = pytest.mark.stack

FUNCTIONS = logical_ids(read_template(PROJECT / "template.yaml"), "AWS::Serverless::Function")
READY_WITHIN_S = 20.0
SIGNATURE = {"X-HubSpot-Signature-v3": "forged", "X-HubSpot-Request-Timestamp": str(int(time.time() * 1000))}


def sandbox(command: str, port_base: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sandbox", command],
        cwd=PROJECT,
        env={**os.environ, "PORT_BASE": str(port_base)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def eventually(find: Callable[[], Any], seconds: float = 20.0) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
    return found


@pytest.fixture
def port_base(first_port_base: int) -> Iterator[int]:
    base = free_port_base(first_port_base)
    yield base
    sandbox("down", base)


@pytest.mark.timed
def test_from_nothing_to_ready_and_back(port_base: int) -> None:
    up = sandbox("up", port_base)
    assert up.returncode == 0, up.stderr
    seconds = re.search(r"ready after ([\d.]+) s", up.stdout)
    assert seconds, up.stdout
    assert float(seconds[1]) <= READY_WITHIN_S
    assert sandbox("status", port_base).returncode == 0
    place = Place(port_base)
    groups = [process.pid for process in read_processes(place.process_file)]
    assert sandbox("down", port_base).returncode == 0
    assert [process for group in groups for process in process_table.of_group(group)] == []
    assert not place.env_file.exists()


def test_schedules_run_by_themselves_unless_asked_otherwise(port_base: int, stack: Stack) -> None:
    def states(aws: Any) -> set[str]:
        return {rule["State"] for rule in aws.events.list_rules()["Rules"] if "ScheduleExpression" in rule}

    sandbox("up", port_base)
    assert states(Stack.running(port_base).aws) == {"ENABLED"}
    assert states(stack.aws) == {"DISABLED"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_answers(stack: Stack, function: str) -> None:
    stack.invoke(function, {"warmup": True})


def test_a_configuration_is_active_from_the_start(stack: Stack) -> None:
    assert stack.admin("config.show")["active"]["version"] >= 1


def test_all_that_was_printed_is_read(stack: Stack) -> None:
    """More lines than CloudWatch Logs gives at once, some of one millisecond."""
    logs, group, written = stack.aws.logs, "/many/lines", [str(number) for number in range(12_000)]
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    now = int(time.time() * 1_000)
    for half in (written[:6_000], written[6_000:]):
        events = [{"timestamp": now + int(line) // 7, "message": line} for line in half]
        logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)
    assert log_lines(logs, group) == written


def test_a_forged_webhook_is_refused_and_enqueues_nothing(stack: Stack) -> None:
    """The real edit that follows it has gone through the worker when we look for the forged one."""
    forged = [{"objectId": 987654321, "subscriptionType": "contact.creation", "portalId": 8123456}]
    url = stack.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"]
    assert requests.post(url, json=forged, headers=SIGNATURE, timeout=15).status_code == 401
    real = stack.hubspot().create("contacts", {"email": "after.forged@example.com", "lastname": "Real"})
    eventually(lambda: f"contact#{real}" in json.dumps(stack.logs("SyncRecordsFunction")))
    assert "987654321" not in json.dumps(stack.logs("SyncRecordsFunction"))


def test_an_outbound_message_without_the_secret_is_refused(stack: Stack) -> None:
    url = stack.env["CRMSYNC_SALESFORCE_WEBHOOK_URL"].partition("?")[0]
    answer = requests.post(url, data="<soap/>", headers={"Content-Type": "text/xml"}, timeout=15)
    assert 400 <= answer.status_code < 500


@pytest.mark.s("S10")
def test_a_contact_that_a_person_creates_in_hubspot_arrives_in_salesforce(stack: Stack) -> None:
    stack.hubspot().create("contacts", {"email": "ada.hub@example.com", "firstname": "Ada", "lastname": "Hub"})
    soql = "SELECT Id, FirstName, LastName FROM Contact WHERE Email = 'ada.hub@example.com'"
    (found,) = eventually(lambda: stack.salesforce().query(soql))
    assert (found["FirstName"], found["LastName"]) == ("Ada", "Hub")


@pytest.mark.s("S1", "S13")
def test_a_lead_that_a_person_creates_in_salesforce_arrives_in_hubspot(stack: Stack) -> None:
    fields = {"FirstName": "Sam", "LastName": "Force", "Email": "sam.force@example.com", "Company": "Example"}
    stack.salesforce().create("Lead", fields)
    hubspot = stack.hubspot()
    (found,) = eventually(lambda: hubspot.find("contacts", "email", "sam.force@example.com", "firstname", "lastname"))
    assert (found["properties"]["firstname"], found["properties"]["lastname"]) == ("Sam", "Force")


def test_an_edited_parameter_is_refused_or_active_at_once(stack: Stack) -> None:
    # What changed in the CRMs since the last look is no concern of this parameter.
    stack.invoke("ConfigGuardFunction", {"force": True})
    before = stack.admin("config.show")["active"]["version"]
    stack.put_parameter("mappings/contact/refused", {"mappings": [{"hubspot": "no_such_property"}]})
    shown = stack.admin("config.show")
    assert shown["active"]["version"] == before
    assert [each for each in shown["refused"] if each["parameter"].endswith("mappings/contact/refused")]
    stack.aws.ssm.delete_parameter(Name=f"/crmsync/{stack.env['CRMSYNC_STAGE']}/mappings/contact/refused")
    stack.invoke("ConfigGuardFunction", {"force": True})
    assert stack.admin("config.show")["refused"] == []


def test_nothing_ends_in_a_dead_letter_queue(stack: Stack) -> None:
    depths = stack.queue_depths()
    assert {queue: depths[queue] for queue in QUEUES if "DeadLetter" in queue} == {
        "ChangeDeadLetterQueue": 0,
        "BulkChangeDeadLetterQueue": 0,
        "EventDeadLetterQueue": 0,
    }


def test_no_secret_is_in_a_log(stack: Stack) -> None:
    secret_names = ("HUBSPOT_ACCESS_TOKEN", "HUBSPOT_CLIENT_SECRET", "SALESFORCE_CONSUMER_SECRET")
    secrets = [stack.env[name] for name in secret_names]
    for function in FUNCTIONS:
        printed = json.dumps(stack.logs(function))
        assert not [secret for secret in secrets if secret in printed]
