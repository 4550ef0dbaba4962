"""One of several things that somebody may do, the likelier the heavier it weighs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import ParamSpec

P = ParamSpec("P")


def do_one_of(dice: Random, weights: Mapping[Callable[P, None], int], *given: P.args, **named: P.kwargs) -> None:
    """Draws once, whatever the weights are."""
    [action] = dice.choices(list(weights), weights=list(weights.values()))
    action(*given, **named)
