"""Option maps: which HubSpot option stands for which Salesforce option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from crmsync.core.record import Side


class Lacking(NamedTuple):
    """What to tell of an option without counterpart."""

    reason: str
    fix: str


@dataclass(frozen=True)
class OptionMap:
    """`pairs` are (HubSpot's internal value, Salesforce's API value).

    Several pairs may share an option; then the first of them decides what it becomes on the other side. A default
    stands for what no pair has; without one such a value cannot cross.
    """

    pairs: tuple[tuple[str, str], ...]
    default_hubspot: str | None = None
    default_salesforce: str | None = None
    lacking: Lacking | None = None
    """Of a map that no administrator wrote; None: the words for one that somebody did."""

    def option_for(self, option: str, to: Side) -> str | None:
        """What the pairs make of one side's option on the other; None when no pair has it."""
        return self._to[to].get(option)

    def default(self, to: Side) -> str | None:
        return self.default_hubspot if to is Side.HUBSPOT else self.default_salesforce

    @cached_property
    def _to(self) -> Mapping[Side, Mapping[str, str]]:
        to_hubspot: dict[str, str] = {}
        to_salesforce: dict[str, str] = {}
        for hubspot, salesforce in self.pairs:
            to_hubspot.setdefault(salesforce, hubspot)
            to_salesforce.setdefault(hubspot, salesforce)
        return {Side.HUBSPOT: to_hubspot, Side.SALESFORCE: to_salesforce}
