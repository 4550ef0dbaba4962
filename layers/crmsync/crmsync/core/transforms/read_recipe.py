"""From the JSON of one direction to the recipe that it means."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from crmsync.core.record import Value
from crmsync.core.transforms.choose import Choice, Choose, FieldOf
from crmsync.core.transforms.concatenate import Concatenate
from crmsync.core.transforms.constant import Constant
from crmsync.core.transforms.recipe import Recipe
from crmsync.core.transforms.scale import Scale
from crmsync.core.transforms.split import Split


@lru_cache(maxsize=1_024)
def read_recipe(text: str) -> Recipe:
    """Of a JSON object with one key, in the shape of the schema. Raises ExpressionError."""
    ((kind, said),) = json.loads(text).items()
    return _READERS[kind](said)


def _split(said: Mapping[str, Any]) -> Split:
    return Split(said["separator"], said.get("part"), said.get("rest", "first"))


def _choose(said: Mapping[str, Any]) -> Choose:
    return Choose(
        cases={case: _choice(choice) for case, choice in said["cases"].items()},
        by=said.get("by"),
        otherwise=_choice(said.get("otherwise")),
        has_otherwise="otherwise" in said,
    )


def _choice(said: Value | Mapping[str, str]) -> Choice:
    return FieldOf(said["field"]) if isinstance(said, Mapping) else said


def _expression(said: str) -> Recipe:
    """The library is loaded by the mappings that use it alone: the worker's start is measured."""
    from crmsync.core.transforms.expression import expression  # noqa: PLC0415

    return expression(said)


_READERS: Mapping[str, Callable[[Any], Recipe]] = {
    "constant": Constant,
    "concatenate": lambda said: Concatenate(said["separator"]),
    "split": _split,
    "multiply": lambda factor: Scale(factor, divides=False),
    "divide": lambda factor: Scale(factor, divides=True),
    "choose": _choose,
    "expression": _expression,
}
