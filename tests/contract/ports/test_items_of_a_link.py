"""How many items of DynamoDB a record costs."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_history import DynamoHistory
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.core.link import Link
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Claim, Commit, Reservation

from sandbox.memory.clock import ManualClock
from tests.contract.ports.links_on_dynamodb import LEASE, make_link


@pytest.fixture
def items_used(aws: Any) -> Any:
    """A client of its own, and what it used: keys read, and items written by the service's own figures."""
    client = aws.client("dynamodb")
    used = {"reads": 0, "writes": 0}

    def ask(params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"
        # The emulator states no capacity of BatchGetItem.
        used["reads"] += sum(len(one["Keys"]) for one in params.get("RequestItems", {}).values() if "Keys" in one)

    def count(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity", [])
        units = sum(one["CapacityUnits"] for one in (consumed if isinstance(consumed, list) else [consumed]))
        # A transaction is billed double; the budget counts items.
        used["writes"] += round(units / 2 if model.name == "TransactWriteItems" else units)

    client.meta.events.register("provide-client-params.dynamodb.*", ask)
    client.meta.events.register("after-call.dynamodb.*", count)
    return client, used


def history_row(link: Link, action: str) -> HistoryRow:
    return HistoryRow(link.hubspot, link.salesforce, 1, "token", "webhook", action, ())


def test_an_update_of_a_linked_record_takes_three_writes_and_two_reads(
    aws: Any, table: str, clock: ManualClock, store: DynamoLinks, items_used: Any
) -> None:
    link = make_link()
    store.create([link])
    client, used = items_used
    measured, history = DynamoLinks(client, table, clock), DynamoHistory(client, aws.table(), clock)

    found = measured.find([link.salesforce])[link.salesforce]
    measured.claim([Claim(found, "mine", clock.now() + LEASE, None)])
    history.add([history_row(found, "update")])
    measured.commit([Commit(found, "mine", found.base)])

    assert used == {"reads": 2, "writes": 3}


@pytest.mark.parametrize("erased", [[], ["person#y"]], ids=["nobody was erased", "somebody was erased"])
def test_a_creation_takes_eight_writes_and_three_reads(
    aws: Any, table: str, clock: ManualClock, items_used: Any, erased: list[str]
) -> None:
    link = make_link()
    client, used = items_used
    measured, history = DynamoLinks(client, table, clock), DynamoHistory(client, aws.table(), clock)
    own = [Reservation((key,), "mine", clock.now() + LEASE) for key in (link.hubspot.key, "person#x")]
    measured.suppress(erased)
    measured.release(own)  # a container's first use of a key reads the salt
    used.update(reads=0, writes=0)

    measured.find([link.hubspot])
    measured.reserve(own)
    measured.find([link.hubspot])
    measured.find([link.salesforce])
    history.add([history_row(link, "create")])
    measured.create([link])
    measured.release(own)

    assert used == {"reads": 3, "writes": 8}


def test_an_echo_takes_one_read(table: str, clock: ManualClock, store: DynamoLinks, items_used: Any) -> None:
    link = make_link()
    store.create([link])
    client, used = items_used
    measured = DynamoLinks(client, table, clock)

    measured.find([link.hubspot])
    assert used == {"reads": 1, "writes": 0}
    measured.find([link.salesforce])
    assert used == {"reads": 2, "writes": 0}


def test_a_container_that_has_not_seen_the_link_reads_its_pointer_too(
    table: str, clock: ManualClock, store: DynamoLinks, items_used: Any
) -> None:
    link = make_link()
    store.create([link])
    client, used = items_used
    measured = DynamoLinks(client, table, clock)

    measured.find([link.salesforce])
    assert used == {"reads": 2, "writes": 0}
    measured.find([link.salesforce])
    assert used == {"reads": 3, "writes": 0}
