"""The function with a message as SQS hands it over."""

from types import ModuleType

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.adapters.aws.sqs_import_queue import read_import_message

from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fakes import START, FakeClock

Turns = list[tuple[str, int, int]]


@pytest.fixture
def turns() -> Turns:
    return []


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry, turns: Turns) -> ModuleType:
    app = load_app("import_records")

    def run(job_id: str, turn: int, deadline: int) -> str:
        turns.append((job_id, turn, deadline))
        return "running"

    monkeypatch.setattr(app, "run_import", lambda: run)
    monkeypatch.setattr(app, "clock", FakeClock)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


def test_a_message_is_a_turn(app: ModuleType, turns: Turns) -> None:
    assert app.handler(example("import_records__turn"), LambdaContext(120_000)) == {"turns": ["running"]}
    assert turns == [("0a1b2c3d4e5f", 3, START + 120_000)]


def test_a_warm_up_does_nothing(app: ModuleType, turns: Turns) -> None:
    assert app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert turns == []


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"job_id": "a"}', '{"job_id": "a", "turn": "soon"}', "null"])
def test_a_message_that_is_none_goes_to_the_dead_letters(body: str) -> None:
    with pytest.raises(ValueError, match="not a message of an import"):
        read_import_message(body)
