"""The change queues in SQS: live changes in one, everything else in the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering, unavailable
from crmsync.adapters.aws.batches import distinct_batches
from crmsync.adapters.aws.change_messages import LARGEST_BYTES, bodies, by_queue, delay_seconds, size
from crmsync.core.change import Change
from crmsync.core.record import Millis

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

SERVICE = "SQS"
MESSAGES_A_CALL = 10


class SqsChangeQueue:
    """The ChangeQueue."""

    def __init__(self, client: SQSClient, live_url: str, bulk_url: str) -> None:
        self._client = client
        self._live_url = live_url
        self._bulk_url = bulk_url

    def send(self, changes: Sequence[Change], *, delay: Millis = 0, single: bool = False) -> None:
        live, bulk = by_queue(changes)
        for url, own in ((self._live_url, live), (self._bulk_url, bulk)):
            for batch in distinct_batches(
                bodies(own, single=single), lambda _: (), MESSAGES_A_CALL, weigh=size, heaviest=LARGEST_BYTES
            ):
                self._send_batch(url, batch, delay_seconds(delay))

    def _send_batch(self, url: str, batch: Sequence[str], delay: int) -> None:
        """What is refused singly is sent once more."""
        waiting: list[SendMessageBatchRequestEntryTypeDef] = [
            {"Id": str(place), "MessageBody": body, "DelaySeconds": delay} for place, body in enumerate(batch)
        ]
        code = ""
        for _ in range(2):
            with answering(SERVICE):
                failed = self._client.send_message_batch(QueueUrl=url, Entries=waiting).get("Failed", [])
            refused = {one["Id"]: one["Code"] for one in failed}
            waiting = [entry for entry in waiting if entry["Id"] in refused]
            if not waiting:
                return
            code = next(iter(refused.values()))
        raise unavailable(SERVICE, code)
