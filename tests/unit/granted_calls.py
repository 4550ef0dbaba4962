"""By what quota each call to a CRM is allowed: half of HubSpot's limit and no reserves for bulk work."""

import pytest
from crmsync.core.change import CallClass
from crmsync.core.quota import Allowance, calls_per_second
from crmsync.core.record import Millis, Side

from sandbox.memory.ledger import MemoryLedger
from tests.unit.sync.sync_world import SyncWorld

Granted = list[tuple[Side, Allowance]]


def watch_granted(patch: pytest.MonkeyPatch) -> Granted:
    """Of all calls from now on."""
    asked: Granted = []
    reserve = MemoryLedger.reserve

    def watched(ledger: MemoryLedger, side: Side, units: int, allowance: Allowance, now: Millis, **more: int) -> object:
        asked.append((side, allowance))
        return reserve(ledger, side, units, allowance, now, **more)

    patch.setattr(MemoryLedger, "reserve", watched)
    return asked


def assert_bulk_work(world: SyncWorld, granted: Granted) -> None:
    """On both sides, so that live work is never late because of it."""
    half = calls_per_second(CallClass.LIVE) // 2
    assert {one.per_second for side, one in granted if side is Side.HUBSPOT} == {half}
    free = world.product.free_calls
    bulk, live = (free.daily(Side.SALESFORCE, one) for one in (CallClass.BULK, CallClass.LIVE))
    assert max(one.cap for side, one in granted if side is Side.SALESFORCE) <= bulk < live
