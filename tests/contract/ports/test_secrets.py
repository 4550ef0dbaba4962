"""Secrets on Secrets Manager."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from crmsync.adapters.aws.secrets import Secrets
from crmsync.core.failure import Consequence, CrmError

from sandbox.memory.clock import ManualClock


@pytest.fixture
def manager(aws: Any) -> Any:
    return aws.client("secretsmanager")


@pytest.fixture
def arn(manager: Any) -> str:
    made = manager.create_secret(Name=f"crmsync-{uuid.uuid4().hex}", SecretString='{"token": "one"}')
    return str(made["ARN"])


def test_a_secret_is_remembered_for_a_while(manager: Any, arn: str, clock: ManualClock) -> None:
    secrets = Secrets(manager, clock, remembered=1_000)
    assert secrets.get(arn) == {"token": "one"}
    manager.put_secret_value(SecretId=arn, SecretString='{"token": "two"}')

    clock.advance(999)
    assert secrets.get(arn) == {"token": "one"}
    clock.advance(1)
    assert secrets.get(arn) == {"token": "two"}


def test_a_fresh_look_sees_what_another_worker_put(manager: Any, arn: str, clock: ManualClock) -> None:
    here, there = Secrets(manager, clock), Secrets(manager, clock)
    here.get(arn)
    there.put(arn, {"token": "three"})

    assert there.get(arn) == {"token": "three"}
    assert here.get(arn) == {"token": "one"}
    assert here.get(arn, fresh=True) == {"token": "three"}
    assert here.get(arn) == {"token": "three"}


@pytest.mark.parametrize("text", ["not json", "[1]"])
def test_a_secret_that_is_no_object_is_a_configuration_error(
    manager: Any, arn: str, clock: ManualClock, text: str
) -> None:
    manager.put_secret_value(SecretId=arn, SecretString=text)

    with pytest.raises(CrmError) as raised:
        Secrets(manager, clock).get(arn)

    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert text not in raised.value.failure.message


def test_a_missing_secret_is_a_configuration_error(manager: Any, clock: ManualClock) -> None:
    with pytest.raises(CrmError) as raised:
        Secrets(manager, clock).get("no-such-secret")

    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION
