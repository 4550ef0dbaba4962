"""Queue depths, by what SQS says of each queue."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from crmsync.adapters.aws.queue_depths import SqsQueueDepths
from crmsync.core.failure import Consequence, CrmError
from crmsync.ports.queue_depths import QueueDepth

BASE = "https://sqs.eu-west-1.amazonaws.com/123456789012"


class FakeSqs:
    def __init__(self, queues: dict[str, dict[str, str]]) -> None:
        self.queues = queues

    def get_queue_attributes(self, QueueUrl: str, AttributeNames: list[str]) -> Any:  # noqa: N803 - boto3's names
        if QueueUrl not in self.queues:
            raise ClientError({"Error": {"Code": "QueueDoesNotExist", "Message": QueueUrl}}, "GetQueueAttributes")
        return {"Attributes": self.queues[QueueUrl]}


def queue(waiting: int, in_flight: int = 0, delayed: int = 0, dead: str | None = None) -> dict[str, str]:
    attributes = {
        "ApproximateNumberOfMessages": str(waiting),
        "ApproximateNumberOfMessagesNotVisible": str(in_flight),
        "ApproximateNumberOfMessagesDelayed": str(delayed),
    }
    target = {"deadLetterTargetArn": f"arn:aws:sqs:eu-west-1:123456789012:{dead}", "maxReceiveCount": 3}
    return attributes | ({"RedrivePolicy": json.dumps(target)} if dead else {})


def depths(queues: dict[str, dict[str, str]]) -> Any:
    client: Any = FakeSqs({f"{BASE}/{name}": attributes for name, attributes in queues.items()})
    return SqsQueueDepths(client, f"{BASE}/live", f"{BASE}/bulk")()


def test_delayed_messages_wait_and_dead_letters_are_added_up() -> None:
    queues = {
        "live": queue(5, 2, 1, dead="live-dead"),
        "bulk": queue(7, dead="bulk-dead"),
        "live-dead": queue(1),
        "bulk-dead": queue(2),
    }
    assert depths(queues) == {
        "live": QueueDepth(6, 2),
        "bulk": QueueDepth(7, 0),
        "dead_letters": QueueDepth(3, 0),
    }


def test_a_shared_dead_letter_queue_counts_once() -> None:
    queues = {"live": queue(0, dead="dead"), "bulk": queue(0, dead="dead"), "dead": queue(4)}
    assert depths(queues)["dead_letters"] == QueueDepth(4, 0)


def test_without_dead_letter_queues() -> None:
    assert depths({"live": queue(0), "bulk": queue(0)})["dead_letters"] == QueueDepth(0, 0)


def test_a_queue_that_is_not_there() -> None:
    with pytest.raises(CrmError) as failed:
        depths({})
    assert failed.value.failure.consequence is Consequence.BAD_CONFIGURATION
