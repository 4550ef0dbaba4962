"""One random salt an installation, with which the keys of reservations and of erased persons are digested."""

from __future__ import annotations

import secrets

from crmsync.adapters.aws.dynamodb_table import DynamoTable

SALT_KEY = ("reservation_salt",)
SALT_BYTES = 32


class ReservationSalt:
    """It never changes, so a container reads it once."""

    def __init__(self, table: DynamoTable) -> None:
        self._table = table
        self._known: bytes | None = None

    def __call__(self) -> bytes:
        """Made at its first use. Whoever comes second takes the first one's."""
        if self._known is None:
            self._known = self._stored() or self._make()
        return self._known

    def _stored(self) -> bytes | None:
        item = self._table.get_all([SALT_KEY]).get(SALT_KEY)
        return bytes.fromhex(item["salt"]) if item else None

    def _make(self) -> bytes:
        self._table.put_new({"pk": SALT_KEY[0], "salt": secrets.token_hex(SALT_BYTES)})
        salt = self._stored()
        if salt is None:
            raise AssertionError("the salt was stored just now")
        return salt
