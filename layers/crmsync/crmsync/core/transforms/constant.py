"""Always the same value."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.record import Value
from crmsync.core.transforms.recipe import Inputs


@dataclass(frozen=True)
class Constant:
    value: Value
    reads: tuple[str, ...] = ()

    def run(self, _: Inputs) -> Value:
        return self.value
