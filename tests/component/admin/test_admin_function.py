"""The deployed admin function on the local stack, asked directly and by the CLI."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from crmsync.cli.main import main

from sandbox.stack.stack import Stack

pytestmark = pytest.mark.stack


@pytest.fixture
def crmsync(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, Any]]:
    """Runs the CLI against the local stack: (exit code, its JSON)."""
    monkeypatch.chdir(stack.place.project)
    monkeypatch.setenv("PORT_BASE", str(stack.place.port_base))

    def run(*arguments: str) -> tuple[int, Any]:
        code = main([*arguments, "--sandbox", "--json"])
        output = capsys.readouterr()
        return code, json.loads(output.out or output.err)

    return run


@pytest.fixture
def global_settings(stack: Stack) -> Iterator[str]:
    """The name of a parameter that is gone again after the test."""
    yield "settings/global"
    path = f"/crmsync/{stack.env['CRMSYNC_STAGE']}/settings/global"
    stack.aws.ssm.delete_parameters(Names=[path])
    stack.invoke("ConfigGuardFunction", {"force": True})


def wait_for(found: Callable[[], Any], seconds: float = 20) -> Any:
    """The first truthy answer."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline, "nothing within the time"
        time.sleep(0.2)
    return answer


def test_status_and_usage(crmsync: Callable[..., tuple[int, Any]]) -> None:
    code, status = crmsync("status")
    assert code == 0
    assert status["configuration"]["version"] >= 1
    assert set(status["queues"]) == {"live", "bulk", "dead_letters"}
    assert status["quota"]["salesforce"]["left"]["live"] > 0
    code, usage = crmsync("usage")
    assert code == 0
    assert [len(usage[side]["days"]) for side in ("hubspot", "salesforce")] == [7, 7]


def test_what_is_not_there(stack: Stack) -> None:
    answer = stack.invoke("AdminFunction", {"command": "merge.undo", "args": {}})
    assert answer["ok"] is False
    assert answer["error"]["code"] == "not_available"


def test_an_edit_of_a_parameter_is_active_or_refused_at_once(
    crmsync: Callable[..., tuple[int, Any]], global_settings: str
) -> None:
    version = crmsync("config", "show")[1]["active"]["version"]
    code, answer = crmsync("config", "set", global_settings, '{"max_clears_per_hour": 7}')
    assert (code, answer["taken"], answer["active"]["version"]) == (0, True, version + 1)
    assert crmsync("config", "show")[1]["settings"]["max_clears_per_hour"] == 7
    code, answer = crmsync("config", "set", global_settings, "{")
    assert (code, answer["taken"]) == (1, False)
    assert answer["refused"][0]["parameter"] == global_settings
    assert crmsync("config", "show")[1]["active"]["version"] == version + 1


def test_a_person_from_one_crm_to_the_other_and_back_to_the_administrator(
    stack: Stack, crmsync: Callable[..., tuple[int, Any]]
) -> None:
    email = f"ada.{time.time_ns()}@admin.example"
    stack.control("salesforce", "load", {"object": "Contact", "records": [{"LastName": "Lovelace", "Email": email}]})
    code, alone = crmsync("record", email)
    assert (code, alone["link"], alone["hubspot"]) == (0, None, None)
    code, answer = crmsync("resync", alone["salesforce"]["id"])
    assert (code, answer) == (0, {"enqueued": 1, "next": None})
    record = wait_for(lambda: (seen := crmsync("record", email)[1])["link"] and seen)
    assert record["hubspot"]["values"]["lastname"] == "Lovelace"
    last = {row["field"]: row["last"] for row in record["fields"]}["lastname"]
    assert (last["side"], last["new"], last["cause"]) == ("hubspot", "Lovelace", "resync")
    assert crmsync("record", record["hubspot"]["id"])[1]["salesforce"]["id"] == alone["salesforce"]["id"]


def test_nobody_is_a_failure(crmsync: Callable[..., tuple[int, Any]]) -> None:
    code, answer = crmsync("record", "nobody@admin.example")
    assert (code, answer["error"]["code"]) == (1, "not_found")


def test_no_personal_data_in_the_logs(stack: Stack, crmsync: Callable[..., tuple[int, Any]]) -> None:
    crmsync("record", "secret.person@admin.example")
    assert not any("secret.person" in line for line in stack.logs("AdminFunction"))
