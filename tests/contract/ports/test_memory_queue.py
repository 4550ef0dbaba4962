"""What the queue in memory does beyond the port, as SQS does it."""

from __future__ import annotations

import pytest

from sandbox.memory.clock import ManualClock
from sandbox.memory.queue import MemoryQueue


@pytest.fixture
def queue(clock: ManualClock) -> MemoryQueue:
    return MemoryQueue(clock, visibility=1_000)


def test_a_received_message_is_hidden_until_the_timeout(queue: MemoryQueue, clock: ManualClock) -> None:
    queue.put("live", "a")
    first = queue.receive("live", 10)

    assert [message.receive_count for message in first] == [1]
    assert queue.next_visible_at("live") == clock.now() + 1_000
    clock.advance(999)
    assert queue.receive("live", 10) == []
    clock.advance(1)
    assert [message.receive_count for message in queue.receive("live", 10)] == [2]


def test_a_deleted_message_does_not_come_again(queue: MemoryQueue, clock: ManualClock) -> None:
    queue.put("live", "a")
    receipt = queue.receive("live", 10)[0].receipt
    queue.delete(receipt)
    queue.delete(receipt)
    clock.advance(5_000)

    assert queue.receive("live", 10) == []
    assert queue.next_visible_at("live") is None
    assert queue.depth("live") == 0


def test_a_message_received_three_times_is_dead(queue: MemoryQueue, clock: ManualClock) -> None:
    queue.put("bulk", "poison")
    for _ in range(3):
        assert len(queue.receive("bulk", 10)) == 1
        clock.advance(1_000)

    assert queue.receive("bulk", 10) == []
    assert queue.dead == ["poison"]
    assert queue.depth("bulk") == 0


def test_messages_come_longest_visible_first_and_no_more_than_asked(queue: MemoryQueue, clock: ManualClock) -> None:
    queue.put("live", "late", delay=900)
    queue.put("live", "first")
    queue.put("live", "second")
    assert [message.body for message in queue.receive("live", 1)] == ["first"]
    clock.advance(1_000)

    assert [message.body for message in queue.receive("live", 10)] == ["second", "late", "first"]
