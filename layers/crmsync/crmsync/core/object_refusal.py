"""A call that asks for several objects, refused for the sake of one: of the others nothing is wrong."""

from __future__ import annotations

from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category

_OF_THE_SCHEMA = frozenset({Category.MAPPING.value, Category.PERMISSIONS.value})


def may_be_of_one_object(failure: Failure) -> bool:
    """Whether one object or field may be what crmsync is not shown (any more)."""
    return failure.consequence is Consequence.BAD_CONFIGURATION and failure.category in _OF_THE_SCHEMA
