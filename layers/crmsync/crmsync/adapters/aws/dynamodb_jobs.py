"""Jobs in DynamoDB: one item a job, taken by a conditional update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_HOLD = "lease_token = :token"
_SAVE = "SET job_state = :state, lease_until = :until"
_FINISH = "SET job_state = :state, lease_until = :never, lease_token = :nobody"


class DynamoJobs:
    """The Jobs."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock)

    def start(self, name: str, token: str, now: Millis, until: Millis) -> Mapping[str, Any] | None:
        """The own token may take it again: boto3 repeats a call whose answer was lost."""
        item = self._update(
            name,
            "SET lease_token = :token, lease_until = :until",
            f"attribute_not_exists(pk) OR lease_until <= :now OR {_HOLD}",
            {":token": token, ":until": until, ":now": now},
        )
        return None if item is None else _state(item)

    def save(self, name: str, token: str, state: Mapping[str, Any], until: Millis) -> bool:
        values: Document = {":token": token, ":state": pack(state), ":until": until}
        return self._update(name, _SAVE, _HOLD, values) is not None

    def finish(self, name: str, token: str, state: Mapping[str, Any]) -> bool:
        values: Document = {":token": token, ":state": pack(state), ":never": 0, ":nobody": ""}
        return self._update(name, _FINISH, _HOLD, values) is not None

    def state(self, name: str) -> Mapping[str, Any]:
        return _state(self._table.get(_key(name)) or {})

    def _update(self, name: str, update: str, condition: str, values: Document) -> dict[str, Any] | None:
        """The item as it is then; None when the condition did not hold."""
        with answering(SERVICE):
            try:
                answer = self._table.client.update_item(
                    TableName=self._table.name,
                    Key=self._table.key_item(_key(name)),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=to_item(values),
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if error_code(error).startswith("ConditionalCheckFailed"):
                    return None
                raise
        return to_document(answer["Attributes"])


def _key(name: str) -> tuple[str, str]:
    return f"job#{name}", "state"


def _state(item: Mapping[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = unpack(item.get("job_state", "{}"))
    return state
