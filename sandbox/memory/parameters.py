"""The Parameters in memory."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.failure import Consequence, CrmError, Failure

LARGEST_BYTES = 8_192


class MemoryParameters:
    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = dict(values or {})

    def read(self) -> Mapping[str, str]:
        return dict(self._values)

    def write(self, name: str, value: str) -> None:
        if len(value.encode()) > LARGEST_BYTES:
            message = f"{name} is larger than {LARGEST_BYTES} bytes"
            raise CrmError(Failure(Consequence.BAD_CONFIGURATION, "configuration", message))
        self._values[name] = value
