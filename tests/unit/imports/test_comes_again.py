"""How long, and how often, an import tries again by itself what could not be brought over."""

import pytest
from crmsync.core.import_job import ImportJob
from crmsync.core.record import Millis
from crmsync.usecases.imports.bookkeeping import FIRST_WAIT, LONGEST_WAIT, wait_for
from crmsync.usecases.imports.page import FEW, MOST_ROUNDS, MOST_ROUNDS_OF_ALL, is_last_try

NOW: Millis = 1_000_000


def job(pending: int = 0, rounds: int = 0) -> ImportJob:
    found = ImportJob("one", "all contacts", {"kind": "contacts"}, 1_000, {}, NOW)
    found.pending, found.pending_rounds = keys(pending), rounds
    return found


def keys(count: int) -> list[str]:
    return [f"salesforce#Contact#{number}" for number in range(count)]


def wait(found: ImportJob, again: int) -> Millis:
    wait_for(keys(again), found, NOW)
    return found.pending_due - NOW


def test_each_time_that_nothing_came_of_it_the_wait_is_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    found = job()
    waits = [wait(found, 3) for _ in range(12)]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == waits[-2] == LONGEST_WAIT
    assert len(found.pending) == 3


def test_once_something_came_of_it_the_waits_begin_anew() -> None:
    found = job()
    for _ in range(6):
        wait(found, 3)
    assert wait(found, 2) == FIRST_WAIT


@pytest.mark.parametrize(("pending", "rounds"), [(FEW - 1, MOST_ROUNDS), (FEW, MOST_ROUNDS_OF_ALL)])
def test_a_few_are_given_up_after_an_hour_or_so_and_a_crowd_after_days(pending: int, rounds: int) -> None:
    """A crowd means that a CRM is away."""
    assert not is_last_try(job(pending, rounds - 1))
    assert is_last_try(job(pending, rounds))
