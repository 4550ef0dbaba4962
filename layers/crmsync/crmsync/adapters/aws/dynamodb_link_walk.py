"""The walk over all links in DynamoDB: a scan, whose items are links, pointers to them and reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmsync.adapters.aws.attributes import to_document, to_item
from crmsync.adapters.aws.aws_failure import answering
from crmsync.adapters.aws.dynamodb_table import SERVICE
from crmsync.adapters.aws.link_codec import link_from
from crmsync.core.record import Side
from crmsync.ports.link_walk import LinkPage

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class DynamoLinkWalk:
    """The LinkWalk. What it reads is a moment old at most: eventually consistent reads cost half."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client, self._table = client, table

    def page(self, limit: int, after: str | None) -> LinkPage:
        """The filter drops what is no link after it was read, so a page may have fewer than `limit`."""
        asked: dict[str, Any] = {
            "TableName": self._table,
            "Limit": limit,
            "FilterExpression": "begins_with(pk, :of)",
            "ExpressionAttributeValues": to_item({":of": f"{Side.HUBSPOT}#"}),
        }
        if after is not None:
            asked["ExclusiveStartKey"] = to_item({"pk": after})
        with answering(SERVICE):
            answer = self._client.scan(**asked)
        last = answer.get("LastEvaluatedKey")
        following = str(to_document(last)["pk"]) if last else None
        return LinkPage(tuple(link_from(to_document(item)) for item in answer["Items"]), following)
