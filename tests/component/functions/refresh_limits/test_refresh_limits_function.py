from types import ModuleType
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.core.failure import Consequence
from crmsync.core.record import Side
from crmsync.usecases.refresh_limits import RefreshLimits

from sandbox.memory.configurations import MemoryConfigurations
from sandbox.memory.ledger import MemoryLedger
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fake_crm import FakeGate
from tests.unit.usecases.fakes import FakeClock, failing


class VendorFigures(MemoryLedger):
    def __init__(self) -> None:
        super().__init__()
        self.stored: dict[Side, tuple[int, int]] = {}

    def set_vendor(self, side: Side, used: int, limit: int, at: int) -> None:
        self.stored[side] = (used, limit)


@pytest.fixture
def gate() -> FakeGate:
    return FakeGate()


@pytest.fixture
def figures() -> VendorFigures:
    return VendorFigures()


@pytest.fixture
def app(
    monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry, gate: FakeGate, figures: VendorFigures
) -> ModuleType:
    app = load_app("refresh_limits")
    ledger: Any = figures
    limits = RefreshLimits(gate, ledger, FakeClock(), telemetry, MemoryConfigurations())
    monkeypatch.setattr(app, "refresh_limits", lambda: limits)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


@pytest.mark.parametrize("case", ["schedule", "force"])
def test_both_figures_are_stored(app: ModuleType, figures: VendorFigures, case: str) -> None:
    answer = app.handler(example(f"refresh_limits__{case}"), LambdaContext())
    assert answer == {"hubspot": (10, 1_000), "salesforce": (10, 1_000)}
    assert set(figures.stored) == set(Side)


def test_an_outage_is_told_and_does_not_fail_the_function(app: ModuleType, gate: FakeGate) -> None:
    gate.salesforce.usage = failing(Consequence.RETRY_LATER)
    answer = app.handler({"force": True}, LambdaContext())
    assert answer == {"hubspot": (10, 1_000), "salesforce": "unavailable"}


def test_a_warm_up_does_nothing(app: ModuleType, gate: FakeGate) -> None:
    assert app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert gate.opened == []
