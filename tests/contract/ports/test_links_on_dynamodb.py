"""What only the DynamoDB LinkStore can get wrong: races, pointers that went stale, what is too long for an item."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.adapters.aws.link_pointers import LinkPointers
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.link import Entry, Intents
from crmsync.core.long_value import shorten
from crmsync.core.record import Side
from crmsync.ports.links import Claim, Held, Reservation

from sandbox.memory.clock import ManualClock
from tests.contract.ports.links_on_dynamodb import LEASE, make_link
from tests.contract.ports.wire import Wire

WORKERS = 50


def at_once(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, range(WORKERS)))


def test_one_of_fifty_racing_claims_wins(store: DynamoLinks, clock: ManualClock) -> None:
    link = make_link()
    store.create([link])

    held = at_once(lambda worker: store.claim([Claim(link, f"w{worker}", clock.now() + LEASE, None)])[0])

    assert held.count(Held.DONE) == 1
    lease = store.find([link.hubspot])[link.hubspot].lease
    assert lease is not None
    assert lease.token == f"w{held.index(Held.DONE)}"


def test_one_of_fifty_racing_creates_wins(store: DynamoLinks) -> None:
    link = make_link()
    rivals = [replace(link, salesforce=make_link(number + 1).salesforce) for number in range(WORKERS)]

    held = at_once(lambda worker: store.create([rivals[worker], make_link(1_000 + worker)]))

    assert [one[0] for one in held].count(Held.DONE) == 1
    assert all(one[1] is Held.DONE for one in held)
    winner = next(rival for rival, one in zip(rivals, held, strict=True) if one[0] is Held.DONE)
    assert store.find([rival.salesforce for rival in rivals]) == {winner.salesforce: winner}


def test_fifty_racing_reservations_never_share_a_key(store: DynamoLinks, clock: ManualClock) -> None:
    def reserve(worker: int) -> list[Held]:
        keys = ("person#x", f"hubspot#contact#{worker % 5}")
        return store.reserve([Reservation(keys, f"w{worker}", clock.now() + LEASE)])

    held = [one[0] for one in at_once(reserve)]

    assert held.count(Held.DONE) <= 1
    if Held.DONE not in held:
        assert store.reserve([Reservation(("person#x",), "later", clock.now() + LEASE)]) == [Held.DONE]


def test_long_intents_are_kept_by_their_markers(store: DynamoLinks, clock: ManualClock) -> None:
    link = make_link()
    store.create([link])
    long = tuple(Entry(Side.HUBSPOT, f"f{number}", "short", "ü" * 65_000, "two_way", "only S") for number in range(20))

    assert store.claim([Claim(link, "mine", clock.now() + LEASE, Intents(1, long))]) == [Held.DONE]

    kept = store.find([link.hubspot])[link.hubspot].intents
    assert kept == Intents(1, tuple(replace(entry, new=shorten(entry.new)) for entry in long))


def test_a_table_that_is_missing_is_a_configuration_error(aws: Any, clock: ManualClock) -> None:
    store = DynamoLinks(aws.dynamodb, "no-such-table", clock)

    with pytest.raises(CrmError) as raised:
        store.find([make_link().hubspot])

    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION


def test_a_remembered_pointer_that_went_stale_leads_nowhere_wrong(
    aws: Any, table: str, clock: ManualClock, store: DynamoLinks
) -> None:
    elsewhere = DynamoLinks(aws.dynamodb, table, clock)
    first, second = make_link(1), make_link(2)
    store.create([first, second])
    store.find([first.salesforce, second.salesforce])

    elsewhere.delete(second)
    moved = replace(first, hubspot=second.hubspot, linked_at=7)
    elsewhere.move(first, moved)

    found = store.find([first.salesforce, second.salesforce, first.hubspot])
    assert found == {first.salesforce: replace(moved, version=1)}


def test_pointers_are_forgotten_oldest_first(aws: Any, table: str, clock: ManualClock, store: DynamoLinks) -> None:
    wanted = [make_link(number) for number in range(5)]
    store.create(wanted)
    reads: list[int] = []

    def counted(call: Callable[..., Any], asked: dict[str, Any]) -> Any:
        reads.append(len(asked["RequestItems"][table]["Keys"]))
        return call(**asked)

    wire = Wire(aws.dynamodb, batch_get_item=counted)
    pointers = LinkPointers(DynamoTable(wire, table, clock, key_names=("pk",)), remembered=3)  # type: ignore[arg-type]

    assert pointers.link_keys([link.salesforce for link in wanted]) == {
        link.salesforce: link.hubspot.key for link in wanted
    }
    pointers.link_keys([link.salesforce for link in wanted])
    assert reads == [5, 2]
