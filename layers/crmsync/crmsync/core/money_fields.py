"""Where the records of a pair have an amount and its currency."""

from __future__ import annotations

from typing import NamedTuple


class MoneyFields(NamedTuple):
    """The mapping keys of an amount and of its currency."""

    amount: str
    currency: str
