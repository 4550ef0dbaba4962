from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from crmsync.adapters.metered_gate import CrmRecipe, MeteredGate
from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport

from tests.unit.usecases.fakes import FakeClock

CALL = ApiCall("GET", "/x", "look")


@dataclass
class CountingLedger:
    taken: Counter[Side] = field(default_factory=Counter)
    reported: list[tuple[Side, Mapping[tuple[str, str, str], int]]] = field(default_factory=list)

    def reserve(
        self, side: Side, units: int, allowance: Allowance, now: Millis, *, searches: int = 0
    ) -> Refused | None:
        if self.taken[side] + units > allowance.cap:
            return Refused(60_000, exhausted=True)
        self.taken[side] += units
        return None

    def give_back(self, side: Side, units: int, reserved_at: Millis) -> None:
        self.taken[side] -= units

    def record(self, side: Side, at: Millis, counts: Mapping[tuple[str, str, str], int]) -> None:
        self.reported.append((side, dict(counts)))


class Wire:
    """A Transport that counts, and the CRM over it that just sends."""

    def __init__(self) -> None:
        self.sent = 0

    def send(self, call: ApiCall) -> ApiAnswer:
        self.sent += 1
        return ApiAnswer(200)


class Scene:
    def __init__(self, cap: int = 10, per_second: int | None = 3) -> None:
        self.ledger, self.wire, self.built = CountingLedger(), Wire(), Counter[Side]()
        self.gate = MeteredGate(
            "sync_records",
            self.ledger,  # type: ignore[arg-type]
            FakeClock(),
            lambda side, _: Allowance(cap, "rolling", per_second=per_second if side is Side.HUBSPOT else None),
            CrmRecipe(lambda: self.wire, lambda transport: self._build(Side.HUBSPOT, transport)),
            CrmRecipe(lambda: self.wire, lambda transport: self._build(Side.SALESFORCE, transport)),
        )

    def _build(self, side: Side, transport: Transport) -> Any:
        self.built[side] += 1
        return transport


def send(crm: Any) -> None:
    crm.send(CALL)


def test_every_call_of_either_side_is_counted_and_reported() -> None:
    scene = Scene()
    access = scene.gate.open(CallClass.POLL)
    send(access.hubspot)
    send(access.salesforce)
    send(access.salesforce)
    access.close()
    assert scene.ledger.taken == {Side.HUBSPOT: 1, Side.SALESFORCE: 2}
    assert scene.ledger.reported == [
        (Side.HUBSPOT, {("poll", "look", "sync_records"): 1}),
        (Side.SALESFORCE, {("poll", "look", "sync_records"): 2}),
    ]


def test_a_side_that_is_not_called_is_not_built() -> None:
    scene = Scene()
    access = scene.gate.open(CallClass.LIVE)
    send(access.hubspot)
    send(access.hubspot)
    access.close()
    assert scene.built == {Side.HUBSPOT: 1}


def test_units_taken_ahead_and_not_used_come_back() -> None:
    scene = Scene()
    access = scene.gate.open(CallClass.LIVE)
    access.reserve(Side.SALESFORCE, 5)
    send(access.salesforce)
    assert scene.ledger.taken[Side.SALESFORCE] == 5
    access.close()
    assert scene.ledger.taken[Side.SALESFORCE] == 1


def test_no_more_is_taken_ahead_than_a_second_holds() -> None:
    scene = Scene(per_second=3)
    scene.gate.open(CallClass.LIVE).reserve(Side.HUBSPOT, 8)
    assert scene.ledger.taken[Side.HUBSPOT] == 3


def test_at_the_cap_no_socket_is_opened() -> None:
    scene = Scene(cap=1)
    access = scene.gate.open(CallClass.LIVE)
    send(access.salesforce)
    with pytest.raises(CrmError) as stopped:
        send(access.salesforce)
    assert stopped.value.failure.consequence is Consequence.QUOTA_EXHAUSTED
    assert scene.wire.sent == 1


def test_a_side_without_recipe_is_out_of_reach() -> None:
    scene = Scene()
    gate = MeteredGate("hubspot_poll", scene.gate.ledger, scene.gate.clock, scene.gate.allowances)
    with pytest.raises(CrmError) as refused:
        gate.open(CallClass.POLL).reserve(Side.SALESFORCE, 1)
    assert refused.value.failure.consequence is Consequence.BAD_CONFIGURATION
