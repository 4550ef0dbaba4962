"""The CRMs as one invocation may call them: every HTTP attempt counted and capped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

from crmsync.adapters.metered_transport import MeteredTransport
from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.quota import Allowance
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import HubspotCrmPort, SalesforceCrmPort
from crmsync.ports.clock import Clock
from crmsync.ports.transport import Transport
from crmsync.ports.usage import Caller, CallLedger

CrmT_co = TypeVar("CrmT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class CrmRecipe(Generic[CrmT_co]):
    """`transport` gives the bare transport (one a process); `over` builds the CRM over its metered form."""

    transport: Callable[[], Transport]
    over: Callable[[Transport], CrmT_co]


@dataclass(frozen=True, slots=True)
class MeteredGate:
    """The CrmGate. A side without recipe is one that the function never calls."""

    function: str
    ledger: CallLedger
    clock: Clock
    allowances: Callable[[Side, CallClass], Allowance]
    hubspot_recipe: CrmRecipe[HubspotCrmPort] | None = None
    salesforce_recipe: CrmRecipe[SalesforceCrmPort] | None = None
    latest: Millis | None = None

    def open(self, call_class: CallClass) -> MeteredAccess:
        return MeteredAccess(self, call_class)

    def until(self, latest: Millis) -> MeteredGate:
        return replace(self, latest=latest)


class MeteredAccess:
    """The CrmAccess. Builds each side when it is first asked for."""

    def __init__(self, gate: MeteredGate, call_class: CallClass) -> None:
        self._gate = gate
        self._call_class = call_class
        self._metered: dict[Side, MeteredTransport] = {}

    @cached_property
    def hubspot(self) -> HubspotCrmPort:
        recipe = _present(self._gate.hubspot_recipe, Side.HUBSPOT)
        return recipe.over(self._transport(Side.HUBSPOT, recipe.transport))

    @cached_property
    def salesforce(self) -> SalesforceCrmPort:
        recipe = _present(self._gate.salesforce_recipe, Side.SALESFORCE)
        return recipe.over(self._transport(Side.SALESFORCE, recipe.transport))

    def reserve(self, side: Side, calls: int) -> None:
        """More than one second may hold (HubSpot) are not taken ahead: each takes its own when it is made."""
        recipe: CrmRecipe[object] = (
            _present(self._gate.hubspot_recipe, side)
            if side is Side.HUBSPOT
            else _present(self._gate.salesforce_recipe, side)
        )
        at_once = self._gate.allowances(side, self._call_class).per_second or calls
        self._transport(side, recipe.transport).reserve_ahead(min(calls, at_once))

    def close(self) -> None:
        for metered in self._metered.values():
            metered.close()

    def _transport(self, side: Side, bare: Callable[[], Transport]) -> MeteredTransport:
        if side not in self._metered:
            self._metered[side] = MeteredTransport(
                bare(),
                self._gate.ledger,
                side,
                clock=self._gate.clock,
                caller=Caller(self._gate.function, self._call_class),
                allowance=lambda call_class: self._gate.allowances(side, call_class),
                latest=self._gate.latest,
            )
        return self._metered[side]


def _present(recipe: CrmRecipe[CrmT_co] | None, side: Side) -> CrmRecipe[CrmT_co]:
    if recipe is None:
        message = f"this function has no access to {side}"
        raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message))
    return recipe
