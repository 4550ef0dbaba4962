"""A DynamoDB client whose answers a test may tamper with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Wire:
    """A DynamoDB client whose answers can be tampered with, per operation."""

    def __init__(self, client: Any, **tampered: Callable[..., Any]) -> None:
        self._client = client
        self._tampered = tampered

    def __getattr__(self, operation: str) -> Any:
        call = getattr(self._client, operation)
        tamper = self._tampered.get(operation)
        return call if tamper is None else lambda **asked: tamper(call, asked)
