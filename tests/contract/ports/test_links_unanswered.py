"""What the DynamoDB LinkStore does when an answer is lost, a part is put off, or the service does not answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.core.failure import Consequence, CrmError
from crmsync.ports.links import Claim, Commit, Held, Reservation

from sandbox.memory.clock import ManualClock
from tests.contract.ports.links_on_dynamodb import LEASE, make_link
from tests.contract.ports.wire import Wire


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
