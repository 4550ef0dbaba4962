"""The contract of Waiters."""

from __future__ import annotations

from crmsync.core.record import RecordRef, Side
from crmsync.ports.waiters import Waiters

ACCOUNT = RecordRef(Side.SALESFORCE, "Account", "001gK000000000EQAQ")
COMPANY = RecordRef(Side.HUBSPOT, "company", "7")
ADA, KIM = (RecordRef(Side.HUBSPOT, "contact", one) for one in ("1", "2"))


def test_who_waits_is_told_once(waiters: Waiters) -> None:
    assert waiters.add({ACCOUNT: [ADA, ADA], COMPANY: [ADA]}) == {ACCOUNT: [ADA], COMPANY: [ADA]}
    assert waiters.add({ACCOUNT: [KIM, ADA]}) == {ACCOUNT: [KIM]}, "those who did not wait before"
    assert waiters.take([ACCOUNT, RecordRef(Side.HUBSPOT, "company", "8")]) == [ADA, KIM]
    assert waiters.take([ACCOUNT]) == []
    assert waiters.take([COMPANY]) == [ADA]


def test_nobody_waits_for_nothing(waiters: Waiters) -> None:
    waiters.add({})
    assert waiters.take([]) == []
