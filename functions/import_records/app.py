"""One turn of an import, as its queue asks for it."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.aws.sqs_import_queue import read_import_message
from crmsync.bootstrap.import_records import clock, run_import, telemetry


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no type
    """A message at a time; what raises comes again, and is a dead letter after the third time."""
    if event.get("warmup"):
        return {"warmup": True}
    deadline = clock().now() + context.get_remaining_time_in_millis()
    try:
        turns = [read_import_message(record["body"]) for record in event["Records"]]
        return {"turns": [run_import()(job_id, turn, deadline) for job_id, turn in turns]}
    finally:
        telemetry().flush()
