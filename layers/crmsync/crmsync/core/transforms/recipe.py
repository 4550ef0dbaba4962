"""One direction of a transform: from the values of a mapping's end to what is to be written to the other end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from crmsync.core.record import Value

LONGEST = 65_536
"""Characters of a text that a recipe may make: as much as the longest HubSpot property holds."""

Result = Value | Sequence[Value]
"""One value; or one for each field of the end that is written."""


class RecipeError(ValueError):
    """The values cannot be transformed. `reason` and `fix` are for an administrator, without values."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


class ExpressionError(ValueError):
    """The text says, as a sentence, why an expression is not taken."""


class Inputs(NamedTuple):
    """Normal forms of one end of a mapping: `fields` by name in the mapping's order, `own` the first of them.

    `wanted` is how many fields the other end has.
    """

    own: Value
    fields: Mapping[str, Value]
    wanted: int = 1


class Recipe(Protocol):
    """Deterministic, and bounded in time and size whatever the values are."""

    def run(self, given: Inputs) -> Result:
        """Raises RecipeError."""
        ...

    @property
    def reads(self) -> Sequence[str]:
        """The fields that it names."""
        ...


def bounded(text: str) -> str:
    """The text itself. Raises RecipeError when it is longer than any field."""
    if len(text) > LONGEST:
        raise RecipeError(f"it makes a text of more than {LONGEST} characters", "Shorten the values, or the transform.")
    return text
