from __future__ import annotations

from typing import Any

import pytest

DEAD_LETTERS = {
    "ChangeQueue": "ChangeDeadLetterQueue",
    "BulkChangeQueue": "BulkChangeDeadLetterQueue",
    "ImportQueue": "ImportDeadLetterQueue",
    "ReconcileQueue": "ReconcileDeadLetterQueue",
}
CHANGE_QUEUES = ("ChangeQueue", "BulkChangeQueue")
BATCHES = {"ChangeQueue": (100, 1), "BulkChangeQueue": (5, None)}


def worker_mapping(resources: dict[str, Any], queue: str) -> dict[str, Any]:
    (found,) = [
        resource["Properties"]
        for resource in resources.values()
        if resource["Type"] == "AWS::Lambda::EventSourceMapping"
        and resource["Properties"]["EventSourceArn"] == {"Fn::GetAtt": [queue, "Arn"]}
    ]
    return dict(found)


@pytest.mark.parametrize(("queue", "dead_letters"), DEAD_LETTERS.items())
def test_a_message_that_fails_three_times_is_kept(resources: dict[str, Any], queue: str, dead_letters: str) -> None:
    assert resources[queue]["Properties"]["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": [dead_letters, "Arn"]},
        "maxReceiveCount": 3,
    }
    assert resources[dead_letters]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_queues_are_standard_and_encrypted(resources: dict[str, Any]) -> None:
    queues = [resource["Properties"] for resource in resources.values() if resource["Type"] == "AWS::SQS::Queue"]
    assert len(queues) == 9
    assert all(queue["SqsManagedSseEnabled"] is True and "FifoQueue" not in queue for queue in queues)


@pytest.mark.parametrize("queue", CHANGE_QUEUES)
def test_the_worker_hands_back_single_messages_and_is_bounded(resources: dict[str, Any], queue: str) -> None:
    mapping = worker_mapping(resources, queue)
    assert mapping["FunctionName"] == {"Ref": "SyncRecordsFunction"}
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "WorkerConcurrency"}}


@pytest.mark.parametrize(("queue", "batch"), BATCHES.items())
def test_batches(resources: dict[str, Any], queue: str, batch: tuple[int, int | None]) -> None:
    mapping = worker_mapping(resources, queue)
    assert (mapping["BatchSize"], mapping.get("MaximumBatchingWindowInSeconds")) == batch


@pytest.mark.parametrize(
    ("queue", "function"), [("ImportQueue", "ImportRecordsFunction"), ("ReconcileQueue", "ReconcileFunction")]
)
def test_long_work_goes_turn_by_turn(resources: dict[str, Any], queue: str, function: str) -> None:
    mapping = worker_mapping(resources, queue)
    assert mapping["FunctionName"] == {"Ref": function}
    assert mapping["BatchSize"] == 1


def test_only_this_stack_s_rules_write_to_the_event_dead_letters(resources: dict[str, Any]) -> None:
    (statement,) = resources["EventDeadLetterQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert "${AWS::StackName}" in statement["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Sub"]
