"""Suppression markers in DynamoDB, beside the links: `suppressed#<digest>`, and one random salt an installation."""

from __future__ import annotations

import secrets
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from crmsync.adapters.aws.dynamodb_table import DynamoTable, Key
from crmsync.core.suppression import marker
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SALT_KEY = ("suppression_salt",)
SALT_BYTES = 32


class DynamoSuppressions:
    """The Suppressions. The salt never changes, so a container reads it once; there is none before the first erasure,
    and then one read tells that nobody is suppressed.
    """

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock, key_names=("pk",))
        self._salt: bytes | None = None

    def suppress(self, texts: AbstractSet[str]) -> None:
        salt = self._known_salt() or self._make_salt()
        for text in sorted(texts):
            self._table.put({"pk": _key(salt, text), "suppressed_at": self._table.clock.now()})

    def suppressed(self, texts: AbstractSet[str]) -> frozenset[str]:
        salt = self._known_salt() if texts else None
        if salt is None:
            return frozenset()
        keys: dict[Key, str] = {(_key(salt, text),): text for text in texts}
        return frozenset(keys[key] for key in self._table.get_all(list(keys)))

    def _known_salt(self) -> bytes | None:
        if self._salt is None:
            item = self._table.get_all([SALT_KEY]).get(SALT_KEY)
            self._salt = bytes.fromhex(item["salt"]) if item else None
        return self._salt

    def _make_salt(self) -> bytes:
        """Whoever comes second takes the first one's."""
        self._table.put_new({"pk": SALT_KEY[0], "salt": secrets.token_hex(SALT_BYTES)})
        salt = self._known_salt()
        if salt is None:
            raise AssertionError("the salt was stored just now")
        return salt


def _key(salt: bytes, text: str) -> str:
    return f"suppressed#{marker(salt, text)}"
