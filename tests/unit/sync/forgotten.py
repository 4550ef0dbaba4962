"""Salesforce records whose creation crmsync never heard of, and whose links it never stored."""

from __future__ import annotations

from crmsync.core.change import Change, ChangeKind
from crmsync.core.record import Millis, RecordRef, Side

from sandbox.memory.queue import BULK, LIVE
from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

HOUR: Millis = 3_600_000


def created_unheard(world: SyncWorld, soql: str, after: Millis) -> RecordRef:
    """What the waiting change creates and `soql` (in an address) finds: the answer to its creation was lost, and what
    would be tried again is gone.
    """
    world.fault(Side.SALESFORCE, "drop_response", ".*composite/sobjects.*")
    world.deliver()
    world.work()
    world.deliver()
    world.clock.advance(HOUR // 4)
    for queue in (LIVE, BULK):
        for message in world.product.queue.receive(queue, 100):
            world.product.queue.delete(message.receipt)
    world.clock.advance(after)
    (row,) = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    return salesforce_ref(str(row["Id"]))


def resumed(world: SyncWorld, *refs: RecordRef) -> None:
    world.send(*(Change(ref, ChangeKind.LOOK, world.clock.now(), "resume") for ref in refs))
