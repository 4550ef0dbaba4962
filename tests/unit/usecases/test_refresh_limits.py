from collections.abc import Sequence
from dataclasses import dataclass, field

from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence
from crmsync.core.record import Side
from crmsync.usecases.refresh_limits import RefreshLimits

from sandbox.memory.configurations import MemoryConfigurations
from tests.unit.usecases.fakes import START, FakeClock, FakeGate, FakeTelemetry, failing


@dataclass
class VendorFigures:
    stored: list[tuple[Side, int, int, int]] = field(default_factory=list)

    def set_vendor(self, side: Side, used: int, limit: int, at: int) -> None:
        self.stored.append((side, used, limit, at))


def refresh(gate: FakeGate) -> tuple[object, Sequence[object], FakeTelemetry]:
    figures, telemetry = VendorFigures(), FakeTelemetry()
    result = RefreshLimits(gate, figures, FakeClock(), telemetry, MemoryConfigurations())()  # type: ignore[arg-type]
    return result, figures.stored, telemetry


def test_both_figures_are_stored() -> None:
    gate = FakeGate()
    gate.hubspot.usage, gate.salesforce.usage = (7, 650_000), (90, 15_000)
    result, stored, _ = refresh(gate)
    assert stored == [(Side.HUBSPOT, 7, 650_000, START), (Side.SALESFORCE, 90, 15_000, START)]
    assert result == {Side.HUBSPOT: (7, 650_000), Side.SALESFORCE: (90, 15_000)}
    assert (gate.opened, gate.closed) == ([CallClass.LIVE], 1)


def test_a_side_that_does_not_answer_keeps_its_figures_and_the_other_is_refreshed() -> None:
    gate = FakeGate()
    gate.hubspot.usage = failing(Consequence.RETRY_LATER)
    result, stored, telemetry = refresh(gate)
    assert stored == [(Side.SALESFORCE, 10, 1_000, START)]
    assert result == {Side.HUBSPOT: "unavailable", Side.SALESFORCE: (10, 1_000)}
    assert telemetry.counts == {"RefreshFailed": 1}
    assert gate.closed == 1
