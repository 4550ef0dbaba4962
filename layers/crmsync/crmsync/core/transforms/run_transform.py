"""Runs one direction of a mapping's transform."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.compound import parts_of
from crmsync.core.record import Side, Value
from crmsync.core.transforms.read_recipe import read_recipe
from crmsync.core.transforms.recipe import ExpressionError, Inputs, RecipeError
from crmsync.core.transforms.transform import Transform


def run_transform(
    transform: Transform, to: Side, value: Value, names: Sequence[str], *, is_compound: bool, wanted: int
) -> list[Value]:
    """What is to be written to the fields of the other end, in their order; the last ones may be left out.

    `names` are the fields that `value` shows. Raises RecipeError.
    """
    text = transform.text(to)
    if text is None:
        raise RecipeError(f"the transform does not go to {to}", f"Add to_{to}.")
    parts = parts_of(value) if is_compound else {names[0]: value}
    given = Inputs(parts.get(names[0]), {name: parts.get(name) for name in names}, wanted)
    try:
        made = read_recipe(text).run(given)
    except ExpressionError as error:
        raise RecipeError(str(error).rstrip("."), "Correct the expression.") from None
    return [made] if isinstance(made, str) or not isinstance(made, Sequence) else list(made)
