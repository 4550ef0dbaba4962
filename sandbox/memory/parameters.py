"""The Parameters in memory."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.parameters.size import check_size


class MemoryParameters:
    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = dict(values or {})

    def read(self) -> Mapping[str, str]:
        return dict(self._values)

    def write(self, name: str, value: str) -> None:
        check_size(name, value)
        self._values[name] = value
