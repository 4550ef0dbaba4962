"""Exchange rates as a Salesforce org keeps them: of each currency against the corporate one, maybe by periods.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_datedconversionrate.htm
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from crmsync.core.conversion_error import ConversionError
from crmsync.core.number import Number, read_number
from crmsync.core.record import Side


class ExchangeRate(NamedTuple):
    """`rate` is how many of `code` one unit of the corporate currency is worth, from the day `since` on until the day
    before `until` (`2026-01-31`); empty: without such a limit.
    """

    code: str
    rate: float
    decimals: int = 2
    since: str = ""
    until: str = ""

    def holds(self, day: str) -> bool:
        return self.since <= day and (not self.until or day < self.until)


class Exchange(NamedTuple):
    """Between the currencies of two records; a rate is None where the org has none. `codes` are HubSpot's and
    Salesforce's.
    """

    hubspot: ExchangeRate | None
    salesforce: ExchangeRate | None
    codes: tuple[str, str]

    def to(self, side: Side, amount: Decimal) -> Decimal | None:
        """The amount in that side's currency, by its number of decimals; None without a rate."""
        if self.hubspot is None or self.salesforce is None:
            return None
        is_there = side is Side.HUBSPOT
        here, there = (self.salesforce, self.hubspot) if is_there else (self.hubspot, self.salesforce)
        exact = amount * Decimal(repr(there.rate)) / Decimal(repr(here.rate))
        return exact.quantize(Decimal(1).scaleb(-there.decimals), ROUND_HALF_UP)


def exchanged(number: Number, exchange: Exchange, side: Side) -> Number:
    """In that side's currency. Raises ConversionError without a rate."""
    amount = exchange.to(side, Decimal(repr(number)))
    own = read_number(str(amount))
    if amount is None or own is None:
        raise ConversionError(
            f"Salesforce has no exchange rate between {' and '.join(exchange.codes)}.",
            "Give both currencies a rate in Salesforce (Setup, Manage Currencies), or choose another currency.",
        )
    return own


def rate_on(rates: Iterable[ExchangeRate], code: object, day: str) -> ExchangeRate | None:
    """That of the period goes before one without; None where the org has none, or none above zero."""
    own = [one for one in rates if one.code == code and one.rate > 0 and (not one.since or (day and one.holds(day)))]
    return max(own, key=lambda one: one.since, default=None)
