"""A round of reconciling: begun by the schedule, carried on turn by turn as its queue asks for it."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.aws.sqs_import_queue import read_import_message
from crmsync.bootstrap.reconcile import clock, nightly_round, run_round, telemetry


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no type
    """A message at a time; what raises comes again, and is a dead letter after the third time."""
    if event.get("warmup"):
        return {"warmup": True}
    deadline = clock().now() + context.get_remaining_time_in_millis()
    try:
        if "Records" not in event:
            return {"round": nightly_round()(deadline)}
        turns = [read_import_message(record["body"]) for record in event["Records"]]
        return {"turns": [run_round()(round_id, turn, deadline) for round_id, turn in turns]}
    finally:
        telemetry().flush()
