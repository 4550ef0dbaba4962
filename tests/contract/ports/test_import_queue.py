"""The queue of imports in SQS."""

from __future__ import annotations

import uuid

from crmsync.adapters.aws.sqs_import_queue import SqsImportQueue, read_import_message
from crmsync.ports.import_queue import ImportQueue

from sandbox.memory.clock import ManualClock
from sandbox.memory.import_queue import MemoryImportQueue
from tests.contract.ports.conftest import Aws


def test_a_message_says_which_import_and_which_turn(aws: Aws) -> None:
    client = aws.client("sqs")
    url = client.create_queue(QueueName=f"imports-{uuid.uuid4().hex}")["QueueUrl"]
    SqsImportQueue(client, url).send("0a1b", 7)
    (message,) = client.receive_message(QueueUrl=url)["Messages"]
    assert read_import_message(message["Body"]) == ("0a1b", 7)


def test_a_delayed_message_is_not_there_yet(aws: Aws) -> None:
    client = aws.client("sqs")
    url = client.create_queue(QueueName=f"imports-{uuid.uuid4().hex}")["QueueUrl"]
    SqsImportQueue(client, url).send("0a1b", 7, delay=600_500)
    assert "Messages" not in client.receive_message(QueueUrl=url)


def test_in_memory_a_message_that_was_taken_comes_back_until_it_is_deleted(clock: ManualClock) -> None:
    queue = MemoryImportQueue(clock, visibility=1_000)
    sender: ImportQueue = queue
    sender.send("0a1b", 7, delay=500)
    assert queue.take() is None
    clock.advance(500)
    taken = queue.take()
    assert taken is not None
    assert queue.take() is None
    clock.advance(1_000)
    again = queue.take()
    assert again is not None
    queue.delete(again)
    assert queue.next_visible_at() is None
