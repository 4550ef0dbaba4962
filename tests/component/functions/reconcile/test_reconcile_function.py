"""The function with the schedule's event, a force, and a message as SQS hands it over."""

from types import ModuleType

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry

from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fakes import START, FakeClock

Calls = list[tuple[object, ...]]


@pytest.fixture
def calls() -> Calls:
    return []


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry, calls: Calls) -> ModuleType:
    app = load_app("reconcile")

    def nightly(deadline: int) -> str:
        calls.append(("nightly", deadline))
        return "done"

    def run(round_id: str, turn: int, deadline: int) -> str:
        calls.append((round_id, turn, deadline))
        return "running"

    monkeypatch.setattr(app, "nightly_round", lambda: nightly)
    monkeypatch.setattr(app, "run_round", lambda: run)
    monkeypatch.setattr(app, "clock", FakeClock)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


@pytest.mark.parametrize("event", ["schedule", "force"])
def test_the_schedule_begins_a_round(app: ModuleType, calls: Calls, event: str) -> None:
    assert app.handler(example(f"reconcile__{event}"), LambdaContext(120_000)) == {"round": "done"}
    assert calls == [("nightly", START + 120_000)]


def test_a_message_is_a_turn(app: ModuleType, calls: Calls) -> None:
    assert app.handler(example("reconcile__turn"), LambdaContext(120_000)) == {"turns": ["running"]}
    assert calls == [("0a1b2c3d4e5f", 3, START + 120_000)]


def test_a_warm_up_does_nothing(app: ModuleType, calls: Calls) -> None:
    assert app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert calls == []
