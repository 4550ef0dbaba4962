"""Several fields joined to one text."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.normal_form import text_of
from crmsync.core.record import Value
from crmsync.core.transforms.recipe import Inputs, bounded


@dataclass(frozen=True)
class Concatenate:
    """In the order of the mapping's end; blank fields are left out."""

    separator: str
    reads: tuple[str, ...] = ()

    def run(self, given: Inputs) -> Value:
        return bounded(self.separator.join(text_of(value) for value in given.fields.values() if value is not None))
