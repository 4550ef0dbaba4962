"""A value that depends on another field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.normal_form import text_of
from crmsync.core.record import Value
from crmsync.core.transforms.recipe import Inputs, RecipeError


class FieldOf(NamedTuple):
    """Stands for the value of that field."""

    name: str


Choice = Value | FieldOf
BLANK = ""
"""The case of a blank field."""


@dataclass(frozen=True)
class Choose:
    """`by` names the field that decides; None: the mapping's own. Without `otherwise` an unlisted case is an error."""

    cases: Mapping[str, Choice]
    by: str | None = None
    otherwise: Choice = None
    has_otherwise: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        chosen = [choice.name for choice in self.choices if isinstance(choice, FieldOf)]
        return tuple(chosen) if self.by is None else (self.by, *chosen)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return (*self.cases.values(), *((self.otherwise,) if self.has_otherwise else ()))

    def run(self, given: Inputs) -> Value:
        decides = given.own if self.by is None else given.fields.get(self.by)
        choice = self._choice(BLANK if decides is None else text_of(decides))
        return given.fields.get(choice.name) if isinstance(choice, FieldOf) else choice

    def _choice(self, case: str) -> Choice:
        if case in self.cases:
            return self.cases[case]
        if self.has_otherwise:
            return self.otherwise
        name = self.by or "the field"
        fix = 'Add the case to the transform, or "otherwise".'
        raise RecipeError(f"{name} has a value that no case stands for", fix)
