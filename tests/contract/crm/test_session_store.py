"""Both session stores keep the same promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from crmsync.adapters.aws.secrets import Secrets
from crmsync.adapters.aws.session_store import SecretSessionStore
from crmsync.ports.session_store import REFRESH_LEASE, SessionStore, StoredSession

from sandbox.memory.clock import ManualClock
from sandbox.memory.jobs import MemoryJobs
from sandbox.memory.session_store import MemorySessionStore

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:session"
FIRST = StoredSession("T1", "https://acme.my.salesforce.com", 5)
SECOND = StoredSession("T2", "https://acme.my.salesforce.com", 6, "owner")


class SecretsClient:
    """The two calls of Secrets Manager."""

    def __init__(self) -> None:
        self.text = "{}"

    def get_secret_value(self, *, SecretId: str) -> dict[str, Any]:  # noqa: N803 - AWS's name
        assert SecretId == ARN
        return {"SecretString": self.text}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> None:  # noqa: N803 - AWS's names
        assert SecretId == ARN
        self.text = json.dumps(json.loads(SecretString))


class Tokens:
    def __init__(self) -> None:
        self._numbers = count()

    def jitter(self) -> float:
        return 0.0

    def token(self) -> str:
        return f"lease-{next(self._numbers)}"


MakeWorker = Callable[[], SessionStore]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=["memory", "secrets_manager"])
def worker(request: pytest.FixtureRequest, clock: ManualClock) -> MakeWorker:
    """Makes the store as another worker sees it."""
    if request.param == "memory":
        shared = MemorySessionStore()
        return lambda: shared
    client, jobs, tokens = SecretsClient(), MemoryJobs(), Tokens()

    def store() -> SessionStore:
        secrets = Secrets(client, clock)  # type: ignore[arg-type]
        return SecretSessionStore(secrets, ARN, jobs, tokens)

    return store


def test_nothing_at_first(worker: MakeWorker) -> None:
    assert worker().load() is None


def test_what_one_saves_all_see(worker: MakeWorker) -> None:
    worker().save(FIRST)
    reader = worker()
    assert reader.load() == FIRST
    worker().save(SECOND)
    assert reader.load() == SECOND


def test_one_worker_refreshes_at_a_time(worker: MakeWorker, clock: ManualClock) -> None:
    one, two = worker(), worker()
    assert one.begin_refresh("", clock.now())
    assert not two.begin_refresh("", clock.now())
    one.save(FIRST)
    assert two.begin_refresh("T1", clock.now())


def test_a_token_that_is_no_more_needs_no_refresh(worker: MakeWorker, clock: ManualClock) -> None:
    worker().save(SECOND)
    assert not worker().begin_refresh("T1", clock.now())
    assert worker().begin_refresh("T2", clock.now())


def test_a_worker_that_died_blocks_the_others_for_a_while_only(worker: MakeWorker, clock: ManualClock) -> None:
    assert worker().begin_refresh("", clock.now())
    clock.advance(REFRESH_LEASE - 1)
    assert not worker().begin_refresh("", clock.now())
    clock.advance(1)
    assert worker().begin_refresh("", clock.now())
