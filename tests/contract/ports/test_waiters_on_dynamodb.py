"""What is particular to the Waiters of DynamoDB: an item holds 400 KB, and notes of several kinds share a table."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.aws import dynamodb_waiters
from crmsync.adapters.aws.dynamodb_waiters import DynamoWaiters
from crmsync.core.record import RecordRef, Side

from sandbox.memory.clock import ManualClock

COMPANY = RecordRef(Side.HUBSPOT, "company", "7")
ADA, KIM, LEA = (RecordRef(Side.HUBSPOT, "contact", one) for one in ("1", "2", "3"))


def test_of_who_is_beyond_a_full_set_nothing_is_stored(
    aws: Any, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamodb_waiters, "MOST", 2)
    waiters = DynamoWaiters(aws.client("dynamodb"), aws.table(sort_key=False), clock, "awaited")
    assert waiters.add({COMPANY: [ADA, KIM]}) == {COMPANY: [ADA, KIM]}
    assert waiters.add({COMPANY: [LEA]}) == {COMPANY: []}
    waiters.acknowledge({COMPANY: [ADA, KIM]})
    assert waiters.of([COMPANY])[COMPANY].waiters == (ADA, KIM)


def test_who_waits_for_something_else_of_the_record_waits_on(aws: Any, clock: ManualClock) -> None:
    table = aws.table(sort_key=False)
    linked, gone = (DynamoWaiters(aws.client("dynamodb"), table, clock, why) for why in ("awaited", "in_the_way"))
    linked.add({COMPANY: [ADA]})
    gone.add({COMPANY: [KIM]})
    linked.forget(linked.of([COMPANY]))
    assert linked.of([COMPANY]) == {}
    assert gone.of([COMPANY])[COMPANY].waiters == (KIM,)
