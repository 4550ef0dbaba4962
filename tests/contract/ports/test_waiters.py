"""The contract of Waiters."""

from __future__ import annotations

from crmsync.core.record import RecordRef, Side
from crmsync.ports.waiters import Waiters

ACCOUNT = RecordRef(Side.SALESFORCE, "Account", "001gK000000000EQAQ")
COMPANY = RecordRef(Side.HUBSPOT, "company", "7")
ADA, KIM = (RecordRef(Side.HUBSPOT, "contact", one) for one in ("1", "2"))


def waiting(waiters: Waiters, *awaited: RecordRef) -> dict[RecordRef, list[RecordRef]]:
    return {ref: list(one.waiters) for ref, one in waiters.of(awaited).items()}


def test_who_waits_is_forgotten_once_told(waiters: Waiters) -> None:
    assert waiters.add({ACCOUNT: [ADA, ADA], COMPANY: [ADA]}) == {ACCOUNT: [ADA], COMPANY: [ADA]}
    waiters.add({ACCOUNT: [KIM, ADA]})
    told = waiters.of([ACCOUNT, RecordRef(Side.HUBSPOT, "company", "8")])
    assert {ref: one.waiters for ref, one in told.items()} == {ACCOUNT: (ADA, KIM)}
    assert waiting(waiters, ACCOUNT) == {ACCOUNT: [ADA, KIM]}, "a worker that died told nobody"
    for _ in range(2):
        waiters.forget(told)
        assert waiting(waiters, ACCOUNT, COMPANY) == {COMPANY: [ADA]}


def test_who_begins_to_wait_before_being_forgotten_waits_on(waiters: Waiters) -> None:
    """Though it be one of those who were told, and another worker forgot them meanwhile."""
    waiters.add({ACCOUNT: [ADA]})
    told = waiters.of([ACCOUNT])
    waiters.add({ACCOUNT: [ADA]})
    waiters.forget(told)
    assert waiting(waiters, ACCOUNT) == {ACCOUNT: [ADA]}
    waiters.forget(waiters.of([ACCOUNT]))
    waiters.add({ACCOUNT: [ADA]})
    waiters.forget(told)
    assert waiting(waiters, ACCOUNT) == {ACCOUNT: [ADA]}


def test_nobody_waits_for_nothing(waiters: Waiters) -> None:
    waiters.add({})
    assert waiting(waiters) == {}
    waiters.forget({})


def test_who_is_new_is_told_until_that_is_acknowledged(waiters: Waiters) -> None:
    for _ in range(2):
        assert waiters.add({ACCOUNT: [ADA], COMPANY: [ADA]}) == {ACCOUNT: [ADA], COMPANY: [ADA]}
    waiters.acknowledge({ACCOUNT: [ADA]})
    assert waiters.add({ACCOUNT: [KIM, ADA], COMPANY: [ADA]}) == {ACCOUNT: [KIM], COMPANY: [ADA]}
    waiters.forget(waiters.of([ACCOUNT]))
    assert waiters.add({ACCOUNT: [ADA]}) == {ACCOUNT: [ADA]}, "anew"


def test_who_was_forgotten_meanwhile_is_not_acknowledged(waiters: Waiters) -> None:
    waiters.add({ACCOUNT: [ADA]})
    waiters.forget(waiters.of([ACCOUNT]))
    waiters.acknowledge({ACCOUNT: [ADA]})
    assert waiting(waiters, ACCOUNT) == {}
    assert waiters.add({ACCOUNT: [ADA]}) == {ACCOUNT: [ADA]}
