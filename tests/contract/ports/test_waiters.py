"""The contract of Waiters."""

from __future__ import annotations

from crmsync.core.record import RecordRef, Side
from crmsync.ports.waiters import Waiters

ACCOUNT = RecordRef(Side.SALESFORCE, "Account", "001gK000000000EQAQ")
COMPANY = RecordRef(Side.HUBSPOT, "company", "7")
ADA, KIM = (RecordRef(Side.HUBSPOT, "contact", one) for one in ("1", "2"))


def test_who_waits_is_told_once(waiters: Waiters) -> None:
    assert waiters.add({ACCOUNT: [ADA, ADA], COMPANY: [ADA]}) == {ACCOUNT: [ADA], COMPANY: [ADA]}
    waiters.add({ACCOUNT: [KIM, ADA]})
    assert waiters.take([ACCOUNT, RecordRef(Side.HUBSPOT, "company", "8")]) == [ADA, KIM]
    assert waiters.take([ACCOUNT]) == []
    assert waiters.take([COMPANY]) == [ADA]


def test_nobody_waits_for_nothing(waiters: Waiters) -> None:
    waiters.add({})
    assert waiters.take([]) == []


def test_who_is_new_is_told_until_that_is_acknowledged(waiters: Waiters) -> None:
    for _ in range(2):
        assert waiters.add({ACCOUNT: [ADA], COMPANY: [ADA]}) == {ACCOUNT: [ADA], COMPANY: [ADA]}
    waiters.acknowledge({ACCOUNT: [ADA]})
    assert waiters.add({ACCOUNT: [KIM, ADA], COMPANY: [ADA]}) == {ACCOUNT: [KIM], COMPANY: [ADA]}
    waiters.take([ACCOUNT])
    assert waiters.add({ACCOUNT: [ADA]}) == {ACCOUNT: [ADA]}, "anew"


def test_who_was_taken_meanwhile_is_not_acknowledged(waiters: Waiters) -> None:
    waiters.add({ACCOUNT: [ADA]})
    waiters.take([ACCOUNT])
    waiters.acknowledge({ACCOUNT: [ADA]})
    assert waiters.take([ACCOUNT]) == []
    assert waiters.add({ACCOUNT: [ADA]}) == {ACCOUNT: [ADA]}
