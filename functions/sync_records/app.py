"""The worker's entry: both change queues in, partial batch response out."""

from __future__ import annotations

from typing import Any

from crmsync.bootstrap.cold_start import loaded
from crmsync.bootstrap.worker import clock, telemetry, worker
from crmsync.usecases.sync.worker import Message


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no type
    if "Records" not in event:
        return {"ok": True}
    messages = [
        Message(record["messageId"], record["body"], int(record["attributes"]["ApproximateReceiveCount"]))
        for record in event["Records"]
    ]
    deadline = clock().now() + context.get_remaining_time_in_millis()
    try:
        received = worker().handle(messages, deadline)
    finally:
        telemetry().flush()
    return {"batchItemFailures": [{"itemIdentifier": failed} for failed in received.failed_message_ids]}


loaded()
