"""The entry of the admin function, without AWS."""

import importlib
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = importlib.import_module("functions.admin.app")
    monkeypatch.setattr(module, "commands", lambda: {"echo": lambda args: args})
    monkeypatch.setattr(module, "telemetry", lambda: PowertoolsTelemetry("admin", "crmsync/test"))
    return module


def test_a_warm_up_needs_nothing(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "commands", None)
    assert app.handler({"warmup": True}, None) == {"warmup": True}


def test_a_command_is_answered(app: Any) -> None:
    assert app.handler({"command": "echo", "args": {"a": 1}}, None) == {"ok": True, "result": {"a": 1}}


def test_what_is_no_request_is_answered_too(app: Any) -> None:
    requests: tuple[Any, ...] = ({}, [], "status", None)
    for event in requests:
        assert app.handler(event, None)["error"]["code"] == "bad_arguments"
    assert app.handler({"command": "undo"}, None)["error"]["code"] == "not_available"
