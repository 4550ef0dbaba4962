"""A number multiplied or divided: cents and units, fractions and percent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, DecimalException

from crmsync.core.number import Number, read_number
from crmsync.core.record import Value
from crmsync.core.transforms.recipe import Inputs, RecipeError


@dataclass(frozen=True)
class Scale:
    """Exact in decimals: 19.99 times 100 is 1999."""

    factor: Number
    divides: bool
    reads: tuple[str, ...] = ()

    def run(self, given: Inputs) -> Value:
        if given.own is None:
            return None
        number = read_number(given.own)
        if number is None:
            raise RecipeError("the value is no number", "Correct the value, or map another field.")
        exact, factor = Decimal(repr(number)), Decimal(repr(self.factor))
        try:
            scaled = read_number(format(exact / factor if self.divides else exact * factor, "f"))
        except DecimalException:
            scaled = None
        if scaled is None:
            raise RecipeError("the number becomes too large", "Correct the value, or the transform's factor.")
        return scaled
