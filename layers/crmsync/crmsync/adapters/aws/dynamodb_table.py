"""One DynamoDB table: batches of any size, what the service puts off done again, errors as CrmError."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, Item, to_document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code, unavailable
from crmsync.adapters.aws.batches import distinct_batches
from crmsync.adapters.aws.patience import rounds
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SERVICE = "DynamoDB"
GETS_A_CALL = 100
PUTS_A_CALL = 25

Key = tuple[str, ...]
"""The partition key, and the sort key in tables that have one."""


class DynamoTable:
    """Raises CrmError(RETRY_LATER) when the service does not answer, BAD_CONFIGURATION when it never will."""

    def __init__(
        self, client: DynamoDBClient, name: str, clock: Clock, key_names: tuple[str, ...] = ("pk", "sk")
    ) -> None:
        self.client = client
        self.name = name
        self.clock = clock
        self._key_names = key_names

    def key_item(self, key: Key) -> Item:
        return to_item(dict(zip(self._key_names, key, strict=True)))

    def _key_of(self, document: Mapping[str, Any]) -> Key:
        return tuple(document[name] for name in self._key_names)

    def get(self, key: Key) -> dict[str, Any] | None:
        """One item, strongly consistent."""
        with answering(SERVICE):
            answer = self.client.get_item(TableName=self.name, Key=self.key_item(key), ConsistentRead=True)
        return to_document(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
        """The items that exist, by key, strongly consistent."""
        found: dict[Key, dict[str, Any]] = {}
        for batch in distinct_batches(dict.fromkeys(keys), lambda key: [key], GETS_A_CALL):
            found.update((self._key_of(document), document) for document in self._get_batch(batch))
        return found

    def _get_batch(self, keys: Sequence[Key]) -> Iterator[dict[str, Any]]:
        asked: Any = {self.name: {"Keys": [self.key_item(key) for key in keys], "ConsistentRead": True}}
        for _ in rounds(self.clock):
            with answering(SERVICE):
                answer = self.client.batch_get_item(RequestItems=asked)
            yield from map(to_document, answer["Responses"].get(self.name, []))
            # A page ends at 16 MB, and throttling puts keys off.
            asked = answer.get("UnprocessedKeys")
            if not asked:
                return
        raise unavailable(SERVICE, "UnprocessedKeys")

    def put(self, document: Document) -> None:
        """Stores one, replacing what was there."""
        with answering(SERVICE):
            self.client.put_item(TableName=self.name, Item=to_item(document))

    def put_new(self, document: Document) -> bool:
        """Stores one; False when there is one of its key, which stays."""
        with answering(SERVICE):
            try:
                self.client.put_item(
                    TableName=self.name, Item=to_item(document), ConditionExpression="attribute_not_exists(pk)"
                )
            except ClientError as error:
                if not error_code(error).startswith("ConditionalCheckFailed"):
                    raise
                return False
        return True

    def put_all(self, documents: Sequence[Document]) -> None:
        """Stores all, replacing what was there. A key that comes twice ends as its last document."""
        puts = [({"PutRequest": {"Item": to_item(one)}}, self._key_of(one)) for one in documents]
        self._write_all(puts)

    def delete_all(self, keys: Sequence[Key]) -> None:
        """Removes what is there of these."""
        self._write_all([({"DeleteRequest": {"Key": self.key_item(key)}}, key) for key in keys])

    def _write_all(self, requests: Sequence[tuple[Any, Key]]) -> None:
        for batch in distinct_batches(requests, lambda request: [request[1]], PUTS_A_CALL):
            self._write_batch([request for request, _ in batch])

    def _write_batch(self, requests: Sequence[Any]) -> None:
        asked: Any = {self.name: requests}
        for _ in rounds(self.clock):
            with answering(SERVICE):
                asked = self.client.batch_write_item(RequestItems=asked).get("UnprocessedItems")
            if not asked:
                return
        raise unavailable(SERVICE, "UnprocessedItems")

    def query(self, partition: str, *, newest_first: bool = False, limit: int = 0) -> list[dict[str, Any]]:
        """The items of a partition in the order of their sort keys, all of them when `limit` is 0."""
        asked: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": to_item({":pk": partition}),
            "ConsistentRead": True,
            "ScanIndexForward": not newest_first,
        }
        return self.pages(self.client.query, asked, limit)

    def pages(self, operation: Callable[..., Any], asked: dict[str, Any], limit: int) -> list[dict[str, Any]]:
        """All pages of a query or scan up to `limit` items; 0 is all."""
        found: list[dict[str, Any]] = []
        while True:
            if limit:
                asked["Limit"] = limit - len(found)
            with answering(SERVICE):
                answer = operation(**asked)
            found.extend(map(to_document, answer["Items"]))
            if "LastEvaluatedKey" not in answer or len(found) >= limit > 0:
                return found
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
