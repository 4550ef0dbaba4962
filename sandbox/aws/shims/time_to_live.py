"""The emulator ignores a table's TimeToLiveSpecification; this switches it on by UpdateTimeToLive."""

from __future__ import annotations

from collections.abc import Mapping

from types_boto3_dynamodb import DynamoDBClient

from sandbox.aws.template import Template, logical_ids

SPECIFICATION = "TimeToLiveSpecification"


def enable_time_to_live(template: Template, physical_ids: Mapping[str, str], dynamodb: DynamoDBClient) -> None:
    """Skips a table where it is on: AWS refuses to switch it on twice."""
    for table in logical_ids(template, "AWS::DynamoDB::Table"):
        specification = template["Resources"][table]["Properties"].get(SPECIFICATION)
        if specification and not _is_on(physical_ids[table], dynamodb):
            dynamodb.update_time_to_live(
                TableName=physical_ids[table],
                TimeToLiveSpecification=specification,
            )


def _is_on(table: str, dynamodb: DynamoDBClient) -> bool:
    description = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    return description.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"}
