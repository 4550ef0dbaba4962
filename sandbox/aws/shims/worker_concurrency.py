"""A MaximumConcurrency that comes from a parameter reaches the emulator's poller as text, which stops all polling.

This sets it again as a number, by UpdateEventSourceMapping.
"""

from __future__ import annotations

from types_boto3_lambda import LambdaClient


def restate_worker_concurrency(functions: LambdaClient) -> None:
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        concurrency = mapping.get("ScalingConfig", {}).get("MaximumConcurrency")
        if concurrency is not None:
            functions.update_event_source_mapping(
                UUID=mapping["UUID"],
                ScalingConfig={"MaximumConcurrency": int(concurrency)},
            )
