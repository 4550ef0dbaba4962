from collections.abc import Sequence

from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence
from crmsync.core.quota import Allowance
from crmsync.core.record import Side
from crmsync.usecases.refresh_limits import USED, RefreshLimits

from sandbox.memory.configurations import MemoryConfigurations
from sandbox.memory.ledger import MemoryLedger
from tests.unit.usecases.fake_crm import FakeGate
from tests.unit.usecases.fakes import START, FakeClock, FakeTelemetry, failing


class VendorFigures(MemoryLedger):
    def __init__(self) -> None:
        super().__init__()
        self.stored: list[tuple[Side, int, int, int]] = []

    def set_vendor(self, side: Side, used: int, limit: int, at: int) -> None:
        super().set_vendor(side, used, limit, at)
        self.stored.append((side, used, limit, at))


def refresh(gate: FakeGate) -> tuple[object, Sequence[object], FakeTelemetry]:
    figures, telemetry = VendorFigures(), FakeTelemetry()
    result = RefreshLimits(gate, figures, FakeClock(), telemetry, MemoryConfigurations())()
    return result, figures.stored, telemetry


def test_both_figures_are_stored() -> None:
    gate = FakeGate()
    gate.hubspot.usage, gate.salesforce.usage = (7, 650_000), (90, 15_000)
    result, stored, _ = refresh(gate)
    assert stored == [(Side.HUBSPOT, 7, 650_000, START), (Side.SALESFORCE, 90, 15_000, START)]
    assert result == {Side.HUBSPOT: (7, 650_000), Side.SALESFORCE: (90, 15_000)}
    assert (gate.opened, gate.closed) == ([CallClass.LIVE], 1)


def test_the_share_that_is_used_is_a_metric() -> None:
    """Half of Salesforce's thousand calls are allotted; four hundred of these are used."""
    gate, ledger, telemetry = FakeGate(), VendorFigures(), FakeTelemetry()
    gate.hubspot.usage, gate.salesforce.usage = (0, 1_000), (400, 1_000)
    ledger.reserve(Side.SALESFORCE, 400, Allowance(500, "rolling"), START)
    RefreshLimits(gate, ledger, FakeClock(), telemetry, MemoryConfigurations())()
    assert telemetry.counts == {USED: 80.0}


def test_a_side_that_does_not_answer_keeps_its_figures_and_the_other_is_refreshed() -> None:
    gate = FakeGate()
    gate.hubspot.usage = failing(Consequence.RETRY_LATER)
    result, stored, telemetry = refresh(gate)
    assert stored == [(Side.SALESFORCE, 10, 1_000, START)]
    assert result == {Side.HUBSPOT: "unavailable", Side.SALESFORCE: (10, 1_000)}
    assert telemetry.counts["RefreshFailed"] == 1
    assert gate.closed == 1
