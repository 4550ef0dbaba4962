"""A value that cannot cross."""

from __future__ import annotations


class ConversionError(ValueError):
    """The value cannot stand in the other side's field. `reason` and `fix` are for an administrator, without values."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix
