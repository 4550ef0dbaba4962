"""The machine's clock and randomness, and the AWS clients of a container."""

from __future__ import annotations

import time
from typing import Any

import pytest
from crmsync.adapters.aws import clients
from crmsync.adapters.system import SystemClock, SystemRandomness


def test_the_clock_counts_milliseconds_since_the_epoch() -> None:
    before = time.time()
    now = SystemClock().now()
    SystemClock().sleep(2)

    assert before * 1_000 - 1 <= now <= SystemClock().now() - 2
    assert isinstance(now, int)


def test_tokens_never_repeat_and_jitter_is_a_share() -> None:
    randomness = SystemRandomness()

    assert len({randomness.token() for _ in range(100)}) == 100
    assert all(0 <= randomness.jitter() < 1 for _ in range(100))


def test_clients_are_made_once_and_never_wait_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    for make in (clients.dynamodb, clients.sqs, clients.ssm, clients.secretsmanager):
        client = make()
        assert make() is client
        config: Any = client.meta.config
        assert (config.connect_timeout, config.read_timeout) == (1, 5)
        assert config.retries["total_max_attempts"] == 3
        make.cache_clear()
