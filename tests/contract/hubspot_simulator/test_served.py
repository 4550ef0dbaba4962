"""The simulator over HTTP: faults on the wire, chunked bodies, call counts, the command that serves it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.hubspot_simulator.served import Sandbox

CONTACTS = "/crm/v3/objects/contacts"
ROOT = Path(__file__).resolve().parents[3]


def fault(sandbox: Sandbox, kind: str, **options: Any) -> None:
    sandbox.control("POST", "faults", [{"match": {"method": "POST", "path": CONTACTS}, "kind": kind, **options}])


def count_of(sandbox: Sandbox) -> int:
    return len(sandbox.simulator.portal.store("contacts").records)


def test_a_status_fault_has_hubspots_error_body_and_ends(sandbox: Sandbox) -> None:
    fault(sandbox, "status", status=503, times=2)
    answers = [sandbox.send("POST", CONTACTS, {"properties": {}}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 201]
    assert answers[0].json()["status"] == "error"
    assert answers[0].json()["correlationId"]


@pytest.mark.parametrize("status", [200, 502, 521])
def test_the_edge_answers_with_a_web_page_and_nothing_is_written(sandbox: Sandbox, status: int) -> None:
    before = count_of(sandbox)
    fault(sandbox, "status", status=status)
    answer = sandbox.send("POST", CONTACTS, {"properties": {}})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html")
    assert count_of(sandbox) == before


def test_a_rate_limit_fault_is_a_429_and_a_row_lock_a_423(sandbox: Sandbox) -> None:
    fault(sandbox, "rate_limit")
    fault(sandbox, "lock_row")
    assert sandbox.send("POST", CONTACTS, {"properties": {}}).json()["policyName"] == "TEN_SECONDLY_ROLLING"
    assert sandbox.send("POST", CONTACTS, {"properties": {}}).status_code == 423


def test_a_reset_cuts_the_connection_before_the_write(sandbox: Sandbox) -> None:
    fault(sandbox, "reset")
    before = count_of(sandbox)
    with pytest.raises(requests.ConnectionError):
        sandbox.send("POST", CONTACTS, {"properties": {}})
    assert count_of(sandbox) == before


def test_a_dropped_response_cuts_the_connection_after_the_write(sandbox: Sandbox) -> None:
    fault(sandbox, "drop_response")
    before = count_of(sandbox)
    with pytest.raises(requests.ConnectionError):
        sandbox.send("POST", CONTACTS, {"properties": {}})
    assert count_of(sandbox) == before + 1


def test_a_timeout_never_answers_and_never_writes(sandbox: Sandbox) -> None:
    fault(sandbox, "timeout", seconds=0.5)
    before = count_of(sandbox)
    with pytest.raises(requests.Timeout):
        sandbox.send("POST", CONTACTS, {"properties": {}}, timeout=0.2)
    assert count_of(sandbox) == before


def test_a_slow_answer_comes_late_and_whole(sandbox: Sandbox) -> None:
    fault(sandbox, "slow", seconds=0.3)
    with pytest.raises(requests.Timeout):
        sandbox.send("POST", CONTACTS, {"properties": {}}, timeout=0.1)
    fault(sandbox, "slow", seconds=0.05)
    assert sandbox.send("POST", CONTACTS, {"properties": {}}).status_code == 201


def test_faults_can_be_cleared_and_bad_ones_are_refused(sandbox: Sandbox) -> None:
    fault(sandbox, "status", times=99)
    sandbox.control("DELETE", "faults")
    assert sandbox.send("POST", CONTACTS, {"properties": {}}).status_code == 201
    answer = requests.post(f"{sandbox.url}/__sim__/faults", json=[{"kind": "fire"}], timeout=5)
    assert answer.status_code == 400
    assert "fire" in answer.json()["error"]


def test_calls_are_counted_by_client_and_route(sandbox: Sandbox) -> None:
    sandbox.send("GET", f"{CONTACTS}?limit=1")
    sandbox.send("GET", f"{CONTACTS}/1", token=sandbox.user_token)
    sandbox.send("GET", "/crm/objects/2026-09/0-1/51", token="pat-nobody")
    sandbox.send("GET", "/nowhere")
    calls = sandbox.control("GET", "calls")
    assert calls["total"] == 4
    assert calls["by_client"] == {"app": 2, "user": 1, "other": 1}
    assert calls["by_route"]["GET /crm/v3/objects/{objectType}/{objectId}"] == 1
    assert calls["by_route"]["GET /crm/objects/2026-09/{objectType}/{objectId}"] == 1
    assert sandbox.control("POST", "calls/reset")["total"] == 0


def test_a_chunked_body_without_a_length_is_read_whole(sandbox: Sandbox) -> None:
    text = json.dumps({"properties": {"email": "chunk@example.org", "description": "x" * 60_000}}).encode()
    pieces = (text[at : at + 1000] for at in range(0, len(text), 1000))
    headers = {"Authorization": f"Bearer {sandbox.app_token}", "Content-Type": "application/json"}
    answer = requests.post(sandbox.url + CONTACTS, data=pieces, headers=headers, timeout=5)
    assert answer.status_code == 201
    assert len(answer.json()["properties"]["description"]) == 60_000


def test_reset_goes_back_to_the_seed_data_and_keeps_the_webhook_url(sandbox: Sandbox) -> None:
    sandbox.control("POST", "webhooks", {"url": "http://127.0.0.1:9/x", "subscriptions": None})
    sandbox.send("POST", CONTACTS, {"properties": {"email": "gone@example.org"}})
    sandbox.control("POST", "reset")
    assert count_of(sandbox) == 2
    state = sandbox.control("GET", "webhooks")
    assert (state["url"], state["pending"]) == ("http://127.0.0.1:9/x", 0)
    assert sandbox.control("GET", "calls")["total"] == 0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"portal_id": 42}))
    command = [sys.executable, "-m", "sandbox.hubspot", "--port", "0", "--settings", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=10)


def test_the_command_says_where_it_listens_and_stops_on_sigterm(served: subprocess.Popen[str]) -> None:
    assert served.stdout is not None
    line = served.stdout.readline()
    url = line.split()[-1]
    headers = {"Authorization": "Bearer pat-eu1-sandbox-app"}
    details = requests.get(f"{url}/account-info/v3/details", headers=headers, timeout=5).json()
    assert details["portalId"] == 42
    served.send_signal(signal.SIGTERM)
    assert served.wait(10) == 0


def test_the_command_refuses_bad_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"no_such": 1}))
    command = [sys.executable, "-m", "sandbox.hubspot", "--port", "0", "--settings", str(file)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert "no_such" in ended.stderr
