"""The contract of Jobs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from crmsync.adapters.aws.dynamodb_jobs import DynamoJobs
from crmsync.ports.jobs import Jobs

from sandbox.memory.clock import ManualClock

NOW = 1_000_000
UNTIL = NOW + 60_000


def test_a_job_starts_with_the_state_as_stored(jobs: Jobs) -> None:
    assert jobs.state("poll") == {}
    assert jobs.start("poll", "a", NOW, UNTIL) == {}
    assert jobs.finish("poll", "a", {"cursor": "x", "pages": [1, 2.5, None]}) is True
    assert jobs.state("poll") == {"cursor": "x", "pages": [1, 2.5, None]}
    assert jobs.start("poll", "b", NOW, UNTIL) == {"cursor": "x", "pages": [1, 2.5, None]}
    assert jobs.state("other") == {}


def test_a_running_job_is_not_started_elsewhere(jobs: Jobs) -> None:
    jobs.start("poll", "a", NOW, UNTIL)

    assert jobs.start("poll", "b", UNTIL - 1, UNTIL + 60_000) is None
    assert jobs.start("other", "b", NOW, UNTIL) == {}
    assert jobs.start("poll", "b", UNTIL, UNTIL + 60_000) == {}


def test_saving_extends_the_lease(jobs: Jobs) -> None:
    jobs.start("poll", "a", NOW, UNTIL)

    assert jobs.save("poll", "a", {"page": 1}, UNTIL + 60_000) is True
    assert jobs.start("poll", "b", UNTIL, UNTIL + 1) is None
    assert jobs.state("poll") == {"page": 1}


def test_a_lost_lease_stores_nothing(jobs: Jobs) -> None:
    jobs.start("poll", "a", NOW, UNTIL)
    jobs.start("poll", "b", UNTIL, UNTIL + 60_000)

    assert jobs.save("poll", "a", {"page": 1}, UNTIL + 1) is False
    assert jobs.finish("poll", "a", {"page": 1}) is False
    assert jobs.state("poll") == {}
    assert jobs.finish("poll", "b", {"page": 2}) is True
    assert jobs.save("poll", "b", {"page": 3}, UNTIL + 1) is False
    assert jobs.state("poll") == {"page": 2}


def test_a_job_that_never_started_cannot_be_saved(jobs: Jobs) -> None:
    assert jobs.save("poll", "a", {"page": 1}, UNTIL) is False
    assert jobs.state("poll") == {}


def test_one_of_fifty_racing_starts_wins(aws: Any, clock: ManualClock) -> None:
    store = DynamoJobs(aws.dynamodb, aws.table(), clock)
    with ThreadPoolExecutor(50) as pool:
        started = list(pool.map(lambda worker: store.start("poll", f"w{worker}", NOW, UNTIL), range(50)))

    assert started.count(None) == 49
