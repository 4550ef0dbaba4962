"""How many messages wait in the change queues and in the dead-letter queues behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering
from crmsync.ports.queue_depths import QueueDepth

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

SERVICE = "SQS"


@dataclass(frozen=True, slots=True)
class SqsQueueDepths:
    """The QueueDepths; dead letters of both queues together, found by each queue's redrive policy."""

    client: SQSClient
    live_url: str
    bulk_url: str

    def __call__(self) -> Mapping[str, QueueDepth]:
        live, bulk = self._attributes(self.live_url), self._attributes(self.bulk_url)
        dead_urls = {_dead_letter_url(self.live_url, live), _dead_letter_url(self.bulk_url, bulk)}
        dead = [self._attributes(url) for url in dead_urls if url]
        return {"live": _depth(live), "bulk": _depth(bulk), "dead_letters": _depth(*dead)}

    def _attributes(self, url: str) -> Mapping[str, str]:
        with answering(SERVICE):
            answer = self.client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return {str(name): value for name, value in answer["Attributes"].items()}


def _dead_letter_url(url: str, attributes: Mapping[str, str]) -> str | None:
    """SQS demands that a dead-letter queue is in its queue's own account and region: only the name differs."""
    policy = attributes.get("RedrivePolicy")
    if policy is None:
        return None
    name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
    return f"{url.rpartition('/')[0]}/{name}"


def _depth(*queues: Mapping[str, str]) -> QueueDepth:
    """Delayed messages wait, too."""
    return QueueDepth(
        waiting=sum(_count(queue, "") + _count(queue, "Delayed") for queue in queues),
        in_flight=sum(_count(queue, "NotVisible") for queue in queues),
    )


def _count(queue: Mapping[str, str], kind: str) -> int:
    return int(queue.get(f"ApproximateNumberOfMessages{kind}", 0))
