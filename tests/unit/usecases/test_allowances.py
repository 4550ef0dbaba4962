from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration, QuotaSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.quota import Allowance
from crmsync.core.record import Millis, Side
from crmsync.usecases.allowances import FIGURES_MAX_AGE, REMEMBERED, Allowances, LedgerFreeCalls

from tests.unit.usecases.fakes import START, FakeClock, FakeConfigurations


@dataclass
class FakeLedger:
    spent: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    figures: dict[Side, tuple[int, int, Millis]] = field(default_factory=dict)
    windows: dict[Side, int] = field(default_factory=dict)
    reads: int = 0

    def used(self, side: Side, allowance: Allowance, now: Millis) -> int:
        self.reads += 1
        return self.spent[side]

    def window(self, side: Side) -> int | None:
        return self.windows.get(side)

    def vendor(self, side: Side) -> tuple[int, int, Millis] | None:
        return self.figures.get(side)


class Scene:
    def __init__(self, quotas: Mapping[str, QuotaSettings], *, heeds_vendor: bool = True) -> None:
        configuration: Configuration = replace(DEFAULT_CONFIGURATION, quotas=quotas)
        self.ledger = FakeLedger()
        self.clock = FakeClock()
        self.allowances = Allowances(
            self.ledger,  # type: ignore[arg-type]
            FakeConfigurations(configuration),
            self.clock,
            heeds_vendor,
        )
        self.free = LedgerFreeCalls(self.ledger, self.allowances, self.clock)  # type: ignore[arg-type]

    def cap(self, call_class: CallClass = CallClass.LIVE, side: Side = Side.SALESFORCE) -> int:
        return self.allowances(side, call_class).cap


THOUSAND = {"salesforce": QuotaSettings(daily_limit=1_000), "hubspot": QuotaSettings(daily_limit=1_000)}


def test_the_reserves_are_kept_for_the_higher_classes() -> None:
    scene = Scene(THOUSAND)
    assert [scene.cap(call_class) for call_class in CallClass] == [1_000, 800, 700]


def test_without_figures_and_settings_the_smallest_edition_is_assumed() -> None:
    assert Scene({}).cap() == 7_500


@pytest.mark.s("S82")
def test_the_vendors_figures_only_lower_what_is_left() -> None:
    scene = Scene(THOUSAND)
    scene.ledger.spent[Side.SALESFORCE] = 100
    scene.ledger.figures[Side.SALESFORCE] = (14_900, 15_000, START)
    assert scene.cap() == 200
    scene.ledger.figures[Side.SALESFORCE] = (10, 15_000, START)
    scene.clock.at += REMEMBERED
    assert scene.cap() == 1_000


def test_the_cap_does_not_rise_with_our_own_calls_between_two_reads() -> None:
    scene = Scene(THOUSAND)
    scene.ledger.figures[Side.SALESFORCE] = (14_950, 15_000, START)
    assert scene.cap() == 50
    scene.ledger.spent[Side.SALESFORCE] = 50
    assert scene.cap() == 50
    assert scene.ledger.reads == 1


def test_old_figures_say_nothing() -> None:
    scene = Scene(THOUSAND)
    scene.ledger.figures[Side.SALESFORCE] = (15_000, 15_000, START)
    assert scene.cap() == 0
    scene.clock.at += FIGURES_MAX_AGE + 1
    assert scene.cap() == 1_000


def test_the_function_that_fetches_the_figures_is_not_held_up_by_them() -> None:
    scene = Scene(THOUSAND, heeds_vendor=False)
    scene.ledger.figures[Side.SALESFORCE] = (15_000, 15_000, START)
    assert scene.cap() == 1_000


def test_free_calls_are_those_of_the_side_with_fewer_left() -> None:
    scene = Scene(THOUSAND)
    scene.ledger.spent = {Side.HUBSPOT: 400, Side.SALESFORCE: 750}
    assert [scene.free(call_class) for call_class in CallClass] == [250, 50, 0]
