"""The contract of a LinkStore for the keys of erased persons."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.reservation_salt import SALT_KEY
from crmsync.core.record import Millis
from crmsync.ports.links import Held, LinkStore, Reservation

from sandbox.memory.clock import ManualClock

ERASED, OTHER = "hubspot#contact#4711", "person#kim"
LEASE: Millis = 75_000
YEARS: Millis = 100_000_000_000


def reservation(*keys: str, clock: ManualClock, token: str = "mine") -> Reservation:
    return Reservation(keys, token, clock.now() + LEASE)


def test_a_suppressed_key_is_never_reserved_again(links: LinkStore, clock: ManualClock) -> None:
    links.suppress([ERASED, "person#ada"])
    links.suppress([ERASED])
    wanted = [reservation(ERASED, clock=clock), reservation(OTHER, clock=clock)]
    assert links.reserve(wanted) == [Held.SUPPRESSED, Held.DONE]
    links.release(wanted)
    clock.advance(YEARS)
    assert links.reserve([reservation(ERASED, clock=clock), wanted[1]]) == [Held.SUPPRESSED, Held.DONE]


def test_no_key_is_kept_beside_a_suppressed_one(links: LinkStore, clock: ManualClock) -> None:
    links.suppress([ERASED])
    assert links.reserve([reservation(OTHER, ERASED, clock=clock)]) == [Held.SUPPRESSED]
    taken = reservation(OTHER, clock=clock, token="another")
    assert links.reserve([taken]) == [Held.DONE]
    assert links.reserve([reservation(ERASED, OTHER, clock=clock)]) == [Held.SUPPRESSED]
    assert links.reserve([reservation(OTHER, clock=clock)]) == [Held.BUSY]


def test_a_key_that_is_reserved_can_be_suppressed_and_stays_so_when_it_is_released(
    links: LinkStore, clock: ManualClock
) -> None:
    own = reservation(ERASED, clock=clock)
    links.reserve([own])
    links.suppress([ERASED])
    links.release([own])
    assert links.reserve([own]) == [Held.SUPPRESSED]


def test_who_only_asks_is_told(links: LinkStore, clock: ManualClock) -> None:
    assert links.suppressed([ERASED]) == frozenset()
    links.reserve([reservation(OTHER, clock=clock)])
    links.suppress([ERASED])
    assert links.suppressed([ERASED, OTHER, "person#nobody"]) == {ERASED}
    assert links.suppressed([]) == frozenset()


def test_another_container_knows_too_and_nothing_tells_who_it_was(aws: Any, clock: ManualClock) -> None:
    table = aws.table(sort_key=False)
    first, second = (DynamoLinks(aws.dynamodb, table, clock) for _ in range(2))
    first.suppress([ERASED])
    assert second.reserve([reservation(ERASED, clock=clock)]) == [Held.SUPPRESSED]
    second.suppress([OTHER])
    assert first.suppressed([ERASED, OTHER]) == {ERASED, OTHER}
    items = aws.dynamodb.scan(TableName=table)["Items"]
    assert sum(item["pk"]["S"] == SALT_KEY[0] for item in items) == 1
    assert not any(word in str(items) for word in ("4711", "kim", "expires_at"))


def test_installations_do_not_share_their_markers(aws: Any, clock: ManualClock) -> None:
    keys = []
    for _ in range(2):
        table = aws.table(sort_key=False)
        DynamoLinks(aws.dynamodb, table, clock).suppress([ERASED])
        items = aws.dynamodb.scan(TableName=table)["Items"]
        keys.append({item["pk"]["S"] for item in items} - {SALT_KEY[0]})
    assert keys[0] != keys[1]
