"""The queue of imports in SQS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering
from crmsync.core.record import Millis

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

SERVICE = "SQS"
_SECOND: Millis = 1_000


class SqsImportQueue:
    """The ImportQueue."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, job_id: str, turn: int, *, delay: Millis = 0) -> None:
        body = json.dumps({"job_id": job_id, "turn": turn})
        with answering(SERVICE):
            self._client.send_message(QueueUrl=self._url, MessageBody=body, DelaySeconds=-(-delay // _SECOND))


def read_import_message(body: str) -> tuple[str, int]:
    """(job id, turn). Raises ValueError for what is no such message."""
    try:
        message = json.loads(body)
        return str(message["job_id"]), int(message["turn"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a message of an import: {type(error).__name__}") from error
