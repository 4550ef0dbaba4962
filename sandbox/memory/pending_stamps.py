"""The PendingStamps in memory."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.aws.dynamodb_pending_stamps import enough, sheet_document, sheet_from
from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.stamps import PendingStamp
from crmsync.ports.pending_stamps import StampSheet


class MemoryPendingStamps:
    def __init__(self) -> None:
        self._sheets: dict[str, str] = {}

    def add(self, stamps: Sequence[PendingStamp], token: str) -> None:
        if stamps:
            document = sheet_document(stamps, token)
            self._sheets[str(document["sk"])] = pack(document)

    def oldest(self, records: int) -> list[StampSheet]:
        return enough(self.all(), records)

    def remove(self, sheets: Sequence[StampSheet]) -> None:
        for sheet in sheets:
            self._sheets.pop(sheet.key, None)

    def all(self) -> list[StampSheet]:
        """Every sheet, the oldest first."""
        return [sheet_from(unpack(self._sheets[key])) for key in sorted(self._sheets)]
