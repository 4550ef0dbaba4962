"""The contract of the ChangeQueue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from crmsync.adapters.aws.sqs_queue import SqsChangeQueue
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.message import unpack
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.queue import ChangeQueue

from sandbox.memory.clock import ManualClock
from sandbox.memory.queue import MemoryQueue


class Ends:
    """A queue and what arrives at its other ends."""

    def __init__(self, queue: ChangeQueue, drain: Callable[[str], list[str]]) -> None:
        self.queue = queue
        self.drain = drain

    def arrived(self, name: str) -> list[list[Change]]:
        return [unpack(body) for body in self.drain(name)]


def memory_ends(clock: ManualClock) -> Ends:
    queue = MemoryQueue(clock)

    def drain(name: str) -> list[str]:
        found: list[str] = []
        while messages := queue.receive(name, 10):
            for message in messages:
                found.append(message.body)
                queue.delete(message.receipt)
        return found

    return Ends(queue, drain)


def sqs_ends(aws: Any) -> Ends:
    client = aws.client("sqs")
    names = {name: client.create_queue(QueueName=f"{name}-{id(client)}")["QueueUrl"] for name in ("live", "bulk")}

    def drain(name: str) -> list[str]:
        found: list[str] = []
        while messages := client.receive_message(QueueUrl=names[name], MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(message["Body"])
                client.delete_message(QueueUrl=names[name], ReceiptHandle=message["ReceiptHandle"])
        return found

    return Ends(SqsChangeQueue(client, names["live"], names["bulk"]), drain)


@pytest.fixture(params=["memory", "aws"])
def ends(request: pytest.FixtureRequest, clock: ManualClock) -> Ends:
    return memory_ends(clock) if request.param == "memory" else sqs_ends(request.getfixturevalue("aws"))


def change(number: int = 1, call_class: CallClass = CallClass.LIVE) -> Change:
    ref = RecordRef(Side.HUBSPOT, "contact", str(number))
    return Change(ref, ChangeKind.UPDATE, number, "webhook", call_class, fields={"größe": number})


def large(number: int, size: int) -> Change:
    one = change(number, CallClass.BULK)
    return replace(one, carried=Record(one.ref, {"notes": "x" * size}, 1, 1), carried_as_of=2)


def test_changes_arrive_packed_and_each_once(ends: Ends) -> None:
    changes = [change(number) for number in range(250)]
    ends.queue.send(changes)

    messages = ends.arrived("live")
    assert sorted(len(message) for message in messages) == [50, 100, 100]
    assert sorted((one for message in messages for one in message), key=lambda one: one.seen_at) == changes
    assert ends.arrived("bulk") == []


def test_only_live_changes_take_the_live_queue(ends: Ends) -> None:
    ends.queue.send([change(number, call_class) for number, call_class in enumerate(CallClass)])

    assert [[one.call_class for one in message] for message in ends.arrived("live")] == [[CallClass.LIVE]]
    assert [[one.call_class for one in message] for message in ends.arrived("bulk")] == [
        [CallClass.POLL, CallClass.BULK]
    ]


def test_single_changes_have_a_message_each(ends: Ends) -> None:
    ends.queue.send([change(number) for number in range(23)], single=True)

    assert [len(message) for message in ends.arrived("live")] == [1] * 23


def test_large_changes_are_spread_over_messages(ends: Ends) -> None:
    changes = [large(number, 90_000) for number in range(7)]
    ends.queue.send(changes)

    messages = ends.arrived("bulk")
    assert all(len(message) <= 2 for message in messages)
    assert sorted((one for message in messages for one in message), key=lambda one: one.seen_at) == changes


def test_a_change_too_large_for_a_message_goes_without_its_values(ends: Ends) -> None:
    ends.queue.send([large(1, 300_000), large(2, 10)])

    arrived = sorted((one for message in ends.arrived("bulk") for one in message), key=lambda one: one.seen_at)
    assert arrived == [change(1, CallClass.BULK), large(2, 10)]


def test_nothing_to_send_is_no_message(ends: Ends) -> None:
    ends.queue.send([])

    assert ends.arrived("live") == []


def test_a_delayed_change_is_not_there_yet(ends: Ends) -> None:
    ends.queue.send([change()], delay=600_001)

    assert ends.arrived("live") == []


class FailingOnce:
    """An SQS client that refuses entries singly."""

    def __init__(self, refusals: list[set[str]]) -> None:
        self.refusals = refusals
        self.calls: list[list[dict[str, Any]]] = []

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> Any:  # noqa: N803
        self.calls.append(Entries)
        refused = self.refusals.pop(0) & {entry["Id"] for entry in Entries}
        return {"Failed": [{"Id": one, "Code": "InternalError", "SenderFault": False} for one in sorted(refused)]}


def test_a_message_refused_singly_is_sent_once_more() -> None:
    client = FailingOnce([{"1", "3"}, set()])
    SqsChangeQueue(client, "live", "bulk").send([change(number) for number in range(5)], single=True)  # type: ignore[arg-type]

    assert [[entry["Id"] for entry in call] for call in client.calls] == [["0", "1", "2", "3", "4"], ["1", "3"]]


def test_a_message_refused_twice_is_an_exception() -> None:
    client = FailingOnce([{"1", "3"}, {"3"}])
    queue = SqsChangeQueue(client, "live", "bulk")  # type: ignore[arg-type]

    with pytest.raises(CrmError) as raised:
        queue.send([change(number) for number in range(5)], single=True)

    assert raised.value.failure.consequence is Consequence.RETRY_LATER


@pytest.mark.parametrize(("delay", "seconds"), [(0, 0), (1, 1), (1_000, 1), (1_001, 2), (5_000_000, 900)])
def test_a_delay_is_whole_seconds_up_to_fifteen_minutes(delay: int, seconds: int) -> None:
    client = FailingOnce([set()])
    SqsChangeQueue(client, "live", "bulk").send([change()], delay=delay)  # type: ignore[arg-type]

    assert client.calls[0][0]["DelaySeconds"] == seconds


def test_a_call_never_holds_more_than_sqs_takes() -> None:
    client = FailingOnce([set()] * 40)
    SqsChangeQueue(client, "live", "bulk").send([large(number, 120_000) for number in range(12)])  # type: ignore[arg-type]

    sizes = [sum(len(entry["MessageBody"].encode()) for entry in call) for call in client.calls]
    assert max(sizes) <= 256 * 1_024
    assert sum(len(unpack(entry["MessageBody"])) for call in client.calls for entry in call) == 12
