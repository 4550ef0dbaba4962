"""Writes that touch link and pointer together: one-to-one on both ids holds because they are transactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code, unavailable
from crmsync.adapters.aws.batches import distinct_batches
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.adapters.aws.link_codec import link_document
from crmsync.adapters.aws.patience import rounds
from crmsync.core.link import Link
from crmsync.ports.links import Held

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef

LINKS_A_TRANSACTION = 50
BYTES_A_TRANSACTION = 3_000_000
"""A transaction may hold 100 items and 4 MB."""


@dataclass(frozen=True, slots=True)
class _Condition:
    text: str
    values: Document = field(default_factory=dict)


_ABSENT = _Condition("attribute_not_exists(pk)")


class LinkTransactions:
    def __init__(self, table: DynamoTable) -> None:
        self._table = table

    def create(self, links: Sequence[Link]) -> list[Held]:
        """Stores each new link with its pointer if neither exists."""
        held: list[Held] = []
        for batch in distinct_batches(links, _keys, LINKS_A_TRANSACTION, weigh=_weight, heaviest=BYTES_A_TRANSACTION):
            held.extend(self._create_batch(batch))
        return held

    def _create_batch(self, links: Sequence[Link]) -> list[Held]:
        """All or nothing a transaction: it is tried again without the links that exist already."""
        held = [Held.DONE] * len(links)
        waiting = list(range(len(links)))
        for _ in rounds(self._table.clock):
            refused = self._write([write for place in waiting for write in self._puts(links[place])])
            if refused is None:
                return held
            for place in {waiting[position // 2] for position in refused}:
                held[place] = Held.BUSY
            waiting = [place for place in waiting if held[place] is Held.DONE]
            if not waiting:
                return held
        raise unavailable(SERVICE, "TransactionConflict")

    def _puts(self, link: Link) -> list[TransactWriteItemTypeDef]:
        return [self._put(link_document(link), _ABSENT), self._put(_pointer(link), _ABSENT)]

    def move(self, link: Link, successor: Link) -> Held:
        """Keys that only the old link has are removed, those that only the new one has must be free."""
        successor = replace(successor, version=link.version + 1, lease=None)
        old = _as_read(link)
        new: dict[str, Document] = {
            successor.hubspot.key: link_document(successor),
            successor.salesforce.key: _pointer(successor),
        }
        writes = [self._delete(key, condition) for key, condition in old.items() if key not in new]
        writes += [self._put(document, old.get(key, _ABSENT)) for key, document in new.items()]
        return self._change(writes)

    def delete(self, link: Link) -> Held:
        return self._change([self._delete(key, condition) for key, condition in _as_read(link).items()])

    def _change(self, writes: Sequence[TransactWriteItemTypeDef]) -> Held:
        for _ in rounds(self._table.clock):
            refused = self._write(writes)
            if refused is None:
                return Held.DONE
            if refused:
                return Held.BUSY
        raise unavailable(SERVICE, "TransactionConflict")

    def _write(self, writes: Sequence[TransactWriteItemTypeDef]) -> list[int] | None:
        """None when all were done, else the places whose condition failed: none of them in a mere conflict.

        boto3 gives each call an idempotency token of its own, so that a lost answer is not a second write.
        """
        with answering(SERVICE):
            try:
                self._table.client.transact_write_items(TransactItems=writes)
            except ClientError as error:
                if error_code(error) != "TransactionCanceledException":
                    raise
                return _refused_places(error)
        return None

    def _put(self, document: Document, condition: _Condition) -> TransactWriteItemTypeDef:
        put: PutTypeDef = {
            "TableName": self._table.name,
            "Item": to_item(document),
            "ConditionExpression": condition.text,
        }
        if condition.values:
            put["ExpressionAttributeValues"] = to_item(condition.values)
        return {"Put": put}

    def _delete(self, key: str, condition: _Condition) -> TransactWriteItemTypeDef:
        return {
            "Delete": {
                "TableName": self._table.name,
                "Key": self._table.key_item((key,)),
                "ConditionExpression": condition.text,
                "ExpressionAttributeValues": to_item(condition.values),
            }
        }


def _refused_places(error: ClientError) -> list[int]:
    reasons: Any = error.response.get("CancellationReasons", [])
    return [place for place, one in enumerate(reasons) if one.get("Code", "").startswith("ConditionalCheckFailed")]


def _keys(link: Link) -> tuple[str, str]:
    return link.hubspot.key, link.salesforce.key


def _pointer(link: Link) -> dict[str, str]:
    return {"pk": link.salesforce.key, "link": link.hubspot.key}


def _as_read(link: Link) -> dict[str, _Condition]:
    """By key, what link item and pointer must be for the link to be as it was read."""
    unchanged = _Condition(
        "version = :version AND salesforce = :salesforce AND linked_at = :linked_at",
        {":version": link.version, ":salesforce": link.salesforce.key, ":linked_at": link.linked_at},
    )
    return {
        link.hubspot.key: unchanged,
        link.salesforce.key: _Condition("link = :link", {":link": link.hubspot.key}),
    }


def _weight(link: Link) -> int:
    return sum(len(value) for value in link_document(link).values() if isinstance(value, str))
