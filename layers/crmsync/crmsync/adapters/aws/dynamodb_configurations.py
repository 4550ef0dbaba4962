"""Compiled configurations in DynamoDB: every version, which one is active, and what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from crmsync.adapters.aws.attributes import Document, to_item
from crmsync.adapters.aws.aws_failure import answering, error_code
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.adapters.aws.json_text import pack, squeeze, unpack, unsqueeze
from crmsync.core.configuration import Configuration
from crmsync.core.configuration_codec import decode_configuration, encode_configuration
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

PARTITION = "configuration"
ACTIVE = (PARTITION, "active")
REFUSED = (PARTITION, "refused")
CACHED: Millis = 30_000


class DynamoConfigurations:
    """The ConfigurationStore. `active` may be `cached` milliseconds old."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock, cached: Millis = CACHED) -> None:
        self._table = DynamoTable(client, table, clock)
        self._clock = clock
        self._cached = cached
        self._known: Configuration | None = None
        self._known_until: Millis = 0

    def active(self) -> Configuration | None:
        """Nothing is remembered before the first compilation: the sync starts as soon as there is one."""
        if self._known is None or self._clock.now() >= self._known_until:
            self._refresh(self._active_item())
        return self._known

    def _refresh(self, item: Mapping[str, Any]) -> None:
        self._known_until = self._clock.now() + self._cached
        if item and (self._known is None or self._known.version != item["version"]):
            self._known = decode_configuration(unsqueeze(item["document"]))

    def _active_item(self) -> Mapping[str, Any]:
        return self._table.get(ACTIVE) or {}

    def activate(self, configuration: Configuration, digest: str, at: Millis, sources: Mapping[str, str]) -> None:
        """Raises CrmError(RETRY_LATER) when another version became active meanwhile: nothing is stored then."""
        document: Document = {
            "version": configuration.version,
            "digest": digest,
            "activated_at": at,
            "mappings": sum(len(pair.mappings) for pair in configuration.enabled_pairs),
            "document": squeeze(encode_configuration(configuration)),
            "sources": squeeze(dict(sources)),
        }
        self._store_version(document, configuration.version)
        self._known_until = 0

    def _store_version(self, document: Document, version: int) -> None:
        present = "attribute_not_exists(pk)" if version == 1 else "version = :below"
        values = {} if version == 1 else {"ExpressionAttributeValues": to_item({":below": version - 1})}
        active: Any = {"Item": _item(ACTIVE, document), "ConditionExpression": present, **values}
        kept: Any = {"Item": _item((PARTITION, f"version#{version:08d}"), document)}
        puts: Any = [{"Put": {"TableName": self._table.name, **put}} for put in (active, kept)]
        with answering(SERVICE):
            try:
                self._table.client.transact_write_items(TransactItems=puts)
            except ClientError as error:
                if error_code(error) == "TransactionCanceledException":
                    raise _superseded(version) from error
                raise

    def digest(self) -> str:
        return str(self._active_item().get("digest", ""))

    def sources(self) -> Mapping[str, str]:
        item = self._active_item()
        return dict(unsqueeze(item["sources"])) if item else {}

    def refuse(self, refusals: Sequence[Refusal], digest: str, at: Millis) -> None:
        refused = pack([asdict(refusal) for refusal in refusals])
        document: Document = {"refused": refused, "digest": digest, "refused_at": at}
        self._table.put({"pk": REFUSED[0], "sk": REFUSED[1], **document})

    def refused(self) -> Sequence[Refusal]:
        item = self._table.get(REFUSED) or {}
        return [Refusal(**one) for one in unpack(item.get("refused", "[]"))]

    def summary(self) -> Mapping[str, Any]:
        """`version` is 0 before the first."""
        item = self._active_item()
        return {
            "version": item.get("version", 0),
            "activated_at": item.get("activated_at"),
            "mappings": item.get("mappings", 0),
        }


def _item(key: tuple[str, str], document: Document) -> object:
    return to_item({"pk": key[0], "sk": key[1], **document})


def _superseded(version: int) -> CrmError:
    message = f"version {version} is not one above the active one: another compilation came first"
    return CrmError(Failure(Consequence.RETRY_LATER, "configuration", message))
