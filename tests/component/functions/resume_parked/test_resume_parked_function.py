from types import ModuleType

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap import resume_parked as wiring
from crmsync.core.parked import Parked
from crmsync.core.record import RecordRef, Side

from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fakes import (
    START,
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeParking,
    FakeQueue,
    FakeRandomness,
)

ROW = Parked(RecordRef(Side.HUBSPOT, "contact", "1"), "quota", "used up", "wait", START, next_try_at=START)


@pytest.fixture
def queue() -> FakeQueue:
    return FakeQueue()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry, queue: FakeQueue) -> ModuleType:
    app = load_app("resume_parked")
    ports = {
        "parking": FakeParking([ROW]),
        "queue": queue,
        "jobs": FakeJobs(),
        "configurations": FakeConfigurations(),
        "clock": FakeClock(),
        "randomness": FakeRandomness(),
        "ledger": None,
        "allowances": None,
    }
    for name, port in ports.items():
        monkeypatch.setattr(wiring, name, lambda port=port: port)
    monkeypatch.setattr(wiring, "LedgerFreeCalls", lambda *_: lambda _: 10)
    monkeypatch.setattr(app, "resume_parked", wiring.resume_parked.__wrapped__)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


@pytest.mark.parametrize("case", ["schedule", "force"])
def test_due_rows_are_sent(app: ModuleType, queue: FakeQueue, case: str) -> None:
    assert app.handler(example(f"resume_parked__{case}"), LambdaContext()) == {"sent": 1}
    assert [change.ref for change in queue.sent] == [ROW.ref]


def test_a_warm_up_does_nothing(app: ModuleType, queue: FakeQueue) -> None:
    assert app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert queue.sent == []
