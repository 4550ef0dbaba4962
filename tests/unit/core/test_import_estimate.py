"""What an import will cost, by our own pages."""

import pytest
from crmsync.core.import_estimate import Estimate, estimate
from crmsync.core.record import Side

PLENTY = {Side.HUBSPOT: 100_000, Side.SALESFORCE: 5_000}
DAY = 86_400_000


def asked(*counts: int, left: dict[Side, int] = PLENTY, has_list: bool = False, asks: bool = False) -> Estimate:
    return estimate(counts, left, PLENTY, has_list=has_list, asks_for_rivals=asks)


def test_nobody_costs_next_to_nothing() -> None:
    assert asked(0).calls == {Side.HUBSPOT: 0, Side.SALESFORCE: 6}


def test_ten_thousand_stay_within_the_budget() -> None:
    found = asked(10_000)
    assert found.calls[Side.SALESFORCE] <= 0.002 * 10_000
    assert sum(found.calls.values()) <= 0.025 * 10_000
    with_list = asked(10_000, has_list=True, asks=True)
    assert with_list.calls[Side.SALESFORCE] <= 0.008 * 10_000
    assert sum(with_list.calls.values()) <= 0.04 * 10_000


def test_the_classic_three_calls_a_record_stand_beside() -> None:
    found = asked(350, left={**PLENTY, Side.SALESFORCE: 1_050})
    assert (found.classic_calls, found.classic_fits) == (1_050, True)
    assert asked(351, left={**PLENTY, Side.SALESFORCE: 1_050}).classic_fits is False


@pytest.mark.parametrize(("left", "days"), [(100_000, 1), (230, 2), (0, 2)])
def test_it_ends_today_or_goes_on_tomorrow(left: int, days: int) -> None:
    found = asked(10_000, left={**PLENTY, Side.HUBSPOT: left})
    assert (found.fits, found.days) == (days == 1, days)
    assert found.ends_at(0) == (days - 1) * DAY + found.seconds * 1_000
    assert 25 <= found.seconds <= 60
