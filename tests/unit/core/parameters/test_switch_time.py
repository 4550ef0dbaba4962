from __future__ import annotations

from dataclasses import replace

from crmsync.core.configuration import Configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.parameters.switch_time import with_switch_times

NOW, LATER = 1_000, 2_000


def company(*, enabled: bool) -> Configuration:
    pair = DEFAULT_CONFIGURATION.pairs["company"]
    pair = replace(pair, settings=replace(pair.settings, enabled=enabled))
    return replace(DEFAULT_CONFIGURATION, pairs={**DEFAULT_CONFIGURATION.pairs, "company": pair})


def times(configuration: Configuration) -> tuple[int, int]:
    return configuration.pairs["contact"].enabled_at, configuration.pairs["company"].enabled_at


def test_pairs_of_the_first_configuration_are_on_since_the_installation() -> None:
    assert times(with_switch_times(company(enabled=True), None, NOW)) == (0, 0)


def test_a_pair_that_is_switched_on_has_its_time_and_keeps_it() -> None:
    on = with_switch_times(company(enabled=True), company(enabled=False), NOW)
    assert times(on) == (0, NOW)
    assert times(with_switch_times(company(enabled=True), on, LATER)) == (0, NOW)


def test_switched_off_and_on_again_it_begins_anew() -> None:
    on = with_switch_times(company(enabled=True), company(enabled=False), NOW)
    off = with_switch_times(company(enabled=False), on, NOW)
    assert times(off) == (0, 0)
    assert times(with_switch_times(company(enabled=True), off, LATER)) == (0, LATER)
