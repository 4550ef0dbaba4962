"""What only the DynamoDB LinkStore can get wrong: races, lost answers, parts put off, items used."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from crmsync.adapters.aws.dynamodb_history import DynamoHistory
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.adapters.aws.link_pointers import LinkPointers
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.link import BaseValue, Entry, Intents, Link
from crmsync.core.long_value import shorten
from crmsync.core.record import RecordRef, Side
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Claim, Commit, Held, Reservation

from sandbox.memory.clock import ManualClock

LEASE = 75_000
WORKERS = 50


def make_link(number: int = 1) -> Link:
    return Link(
        RecordRef(Side.HUBSPOT, "contact", str(number)),
        RecordRef(Side.SALESFORCE, "Contact", f"003{number:015}"),
        base={"email": BaseValue("a@b.c", "a@b.c")},
    )


@pytest.fixture
def table(aws: Any) -> str:
    name: str = aws.table(sort_key=False)
    return name


@pytest.fixture
def store(aws: Any, table: str, clock: ManualClock) -> DynamoLinks:
    return DynamoLinks(aws.dynamodb, table, clock)


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


class Wire:
    """A DynamoDB client whose answers can be tampered with, per operation."""

    def __init__(self, client: Any, **tampered: Callable[..., Any]) -> None:
        self._client = client
        self._tampered = tampered

    def __getattr__(self, operation: str) -> Any:
        call = getattr(self._client, operation)
        tamper = self._tampered.get(operation)
        return call if tamper is None else lambda **asked: tamper(call, asked)


def sent_twice(call: Callable[..., Any], asked: dict[str, Any]) -> Any:
    """As boto3 does when the first answer is lost."""
    call(**asked)
    return call(**asked)


def test_a_claim_commit_or_reservation_whose_answer_was_lost_is_still_ours(
    aws: Any, table: str, clock: ManualClock
) -> None:
    store = DynamoLinks(Wire(aws.dynamodb, batch_execute_statement=sent_twice), table, clock)  # type: ignore[arg-type]
    link = make_link()
    store.create([link])

    assert store.claim([Claim(link, "mine", clock.now() + LEASE, None)]) == [Held.DONE]
    claimed = store.find([link.hubspot])[link.hubspot]
    assert claimed.version == 1
    assert store.commit([Commit(claimed, "mine", link.base)]) == [Held.DONE]
    assert store.find([link.hubspot])[link.hubspot].version == 2
    reservation = Reservation(("person#x",), "mine", clock.now() + LEASE)
    assert store.reserve([reservation]) == [Held.DONE]
    assert store.reserve([reservation]) == [Held.BUSY]


def first_statement_fails(code: str, times: int) -> Callable[..., Any]:
    left = [times]

    def tamper(call: Callable[..., Any], asked: dict[str, Any]) -> Any:
        if left[0] == 0:
            return call(**asked)
        left[0] -= 1
        _, *others = asked["Statements"]
        answer = call(Statements=others) if others else {"Responses": []}
        return {"Responses": [{"Error": {"Code": code}}, *answer["Responses"]]}

    return tamper


def test_a_throttled_statement_is_done_again(aws: Any, table: str, clock: ManualClock) -> None:
    wire = Wire(aws.dynamodb, batch_execute_statement=first_statement_fails("ThrottlingError", 2))
    store = DynamoLinks(wire, table, clock)  # type: ignore[arg-type]
    both = [make_link(1), make_link(2)]
    store.create(both)

    held = store.claim([Claim(link, "mine", clock.now() + LEASE, None) for link in both])

    assert held == [Held.DONE, Held.DONE]


@pytest.mark.parametrize(("code", "times"), [("ThrottlingError", 4), ("ValidationError", 1)])
def test_a_failed_statement_raises_after_the_others_are_done(
    aws: Any, table: str, clock: ManualClock, code: str, times: int
) -> None:
    wire = Wire(aws.dynamodb, batch_execute_statement=first_statement_fails(code, times))
    store = DynamoLinks(wire, table, clock)  # type: ignore[arg-type]
    wanted = [make_link(number) for number in range(30)]
    store.create(wanted)

    with pytest.raises(CrmError) as raised:
        store.claim([Claim(link, "mine", clock.now() + LEASE, None) for link in wanted])

    assert raised.value.failure.consequence is Consequence.RETRY_LATER
    assert raised.value.failure.vendor_code == code
    leased = [link for link in store.find([link.hubspot for link in wanted]).values() if link.lease]
    assert len(leased) == 29


def half_put_off(name: str, list_of: Callable[[Any], list[Any]], rebuild: Callable[[list[Any]], Any]) -> Any:
    def tamper(call: Callable[..., Any], asked: dict[str, Any]) -> Any:
        ((table, wanted),) = asked["RequestItems"].items()
        parts = list_of(wanted)
        done = parts[: max(1, len(parts) // 2)]
        answer = call(RequestItems={table: rebuild(done)})
        rest = parts[len(done) :]
        return {**answer, name: {table: rebuild(rest)} if rest else {}}

    return tamper


def test_keys_and_items_that_are_put_off_are_asked_again(aws: Any, table: str, clock: ManualClock) -> None:
    wire = Wire(
        aws.dynamodb,
        batch_get_item=half_put_off(
            "UnprocessedKeys", lambda wanted: wanted["Keys"], lambda keys: {"Keys": keys, "ConsistentRead": True}
        ),
        batch_write_item=half_put_off("UnprocessedItems", lambda wanted: wanted, lambda items: items),
    )
    cut = DynamoTable(wire, table, clock, key_names=("pk",))  # type: ignore[arg-type]

    cut.put_all([{"pk": str(number)} for number in range(8)])
    assert len(cut.get_all([(str(number),) for number in range(8)])) == 8
    with pytest.raises(CrmError, match="UnprocessedKeys"):
        cut.get_all([(str(number),) for number in range(100)])
    with pytest.raises(CrmError, match="UnprocessedItems"):
        cut.put_all([{"pk": str(number)} for number in range(25)])


def conflicts(times: int) -> Callable[..., Any]:
    """As when another transaction touches the same item at the same moment."""
    left = [times]

    def tamper(call: Callable[..., Any], asked: dict[str, Any]) -> Any:
        if left[0] == 0:
            return call(**asked)
        left[0] -= 1
        reasons = [{"Code": "TransactionConflict"}, *[{"Code": "None"}] * (len(asked["TransactItems"]) - 1)]
        error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]

    return tamper


def test_a_transaction_in_conflict_is_done_again(aws: Any, table: str, clock: ManualClock) -> None:
    first, second = make_link(1), make_link(2)

    def store(times: int) -> DynamoLinks:
        wire = Wire(aws.dynamodb, transact_write_items=conflicts(times))
        return DynamoLinks(wire, table, clock)  # type: ignore[arg-type]

    assert store(3).create([first, second]) == [Held.DONE, Held.DONE]
    assert store(3).delete(first) is Held.DONE
    with pytest.raises(CrmError, match="TransactionConflict"):
        store(4).create([first])
    with pytest.raises(CrmError, match="TransactionConflict"):
        store(4).delete(second)
    assert store(0).find([first.hubspot, second.hubspot]) == {second.hubspot: second}


def test_a_link_that_keeps_moving_is_to_be_looked_for_later(aws: Any, table: str, clock: ManualClock) -> None:
    link = make_link()
    DynamoLinks(aws.dynamodb, table, clock).create([link])

    def without_link(call: Callable[..., Any], asked: dict[str, Any]) -> Any:
        answer = call(**asked)
        answer["Responses"][table] = [item for item in answer["Responses"][table] if "link" in item]
        return answer

    store = DynamoLinks(Wire(aws.dynamodb, batch_get_item=without_link), table, clock)  # type: ignore[arg-type]

    with pytest.raises(CrmError) as raised:
        store.find([link.salesforce])
    assert raised.value.failure.consequence is Consequence.RETRY_LATER


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "BatchGetItem"),
        ConnectTimeoutError(endpoint_url="http://dynamodb"),
    ],
)
def test_a_service_that_does_not_answer_is_to_be_tried_later(aws: Any, clock: ManualClock, error: Exception) -> None:
    def fail(_: Callable[..., Any], __: dict[str, Any]) -> Any:
        raise error

    store = DynamoLinks(Wire(aws.dynamodb, batch_get_item=fail), "links", clock)  # type: ignore[arg-type]

    with pytest.raises(CrmError) as raised:
        store.find([make_link().hubspot])

    assert raised.value.failure.consequence is Consequence.RETRY_LATER


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
        units = sum(one["CapacityUnits"] for one in parsed.get("ConsumedCapacity", []))
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


def test_a_creation_takes_eight_writes_and_three_reads(
    aws: Any, table: str, clock: ManualClock, items_used: Any
) -> None:
    link = make_link()
    client, used = items_used
    measured, history = DynamoLinks(client, table, clock), DynamoHistory(client, aws.table(), clock)
    own = [Reservation((key,), "mine", clock.now() + LEASE) for key in (link.hubspot.key, "person#x")]

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
