"""The contract of Breakers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from crmsync.adapters.aws.dynamodb_breakers import DynamoBreakers
from crmsync.core.breaker import HOUR
from crmsync.ports.breakers import Breakers

from sandbox.memory.clock import ManualClock

NOW = 1_000_000


def test_an_hour_has_so_many(breakers: Breakers) -> None:
    assert [breakers.take("b", wanted, 10, NOW) for wanted in (4, 4, 4, 1)] == [4, 4, 2, 0]
    assert breakers.take("other", 3, 10, NOW) == 3


def test_more_than_a_whole_hour_at_once(breakers: Breakers) -> None:
    assert breakers.take("b", 25, 10, NOW) == 10
    assert breakers.take("none", 1, 0, NOW) == 0


def test_the_hour_begins_with_the_first(breakers: Breakers) -> None:
    assert breakers.take("b", 10, 10, NOW) == 10
    assert breakers.take("b", 1, 10, NOW + HOUR - 1) == 0
    assert breakers.take("b", 12, 10, NOW + HOUR) == 10


def test_what_is_given_back_may_be_taken_again(breakers: Breakers) -> None:
    breakers.take("b", 10, 10, NOW)
    breakers.give_back("b", 3)
    assert breakers.take("b", 5, 10, NOW) == 3
    breakers.give_back("unknown", 1)


def test_confirmed_everything_passes_for_a_while(breakers: Breakers) -> None:
    breakers.take("b", 10, 10, NOW)
    breakers.confirm("b", NOW + HOUR)
    assert breakers.take("b", 100, 10, NOW + 1) == 100
    assert breakers.take("other", 100, 10, NOW + 1) == 10
    assert breakers.take("b", 100, 10, NOW + HOUR) == 10


def test_confirmed_before_anything_was_counted(breakers: Breakers) -> None:
    breakers.confirm("b", NOW + HOUR)
    assert breakers.take("b", 100, 10, NOW) == 100


def test_the_limit_may_be_raised_within_the_hour(breakers: Breakers) -> None:
    breakers.take("b", 10, 10, NOW)
    assert breakers.take("b", 10, 15, NOW) == 5
    assert breakers.take("b", 10, 5, NOW) == 0


def test_fifty_racing_workers_never_pass_the_limit(aws: Any, clock: ManualClock) -> None:
    store = DynamoBreakers(aws.dynamodb, aws.table(), clock)
    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(lambda wanted: store.take("b", wanted, 40, NOW), [1, 2, 3] * 17))
    assert sum(taken) == 40
