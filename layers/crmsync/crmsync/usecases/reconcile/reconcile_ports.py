"""What a reconcile needs from the world."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.ports.import_queue import ImportQueue
from crmsync.ports.link_walk import LinkWalk
from crmsync.usecases.allowances import LedgerFreeCalls
from crmsync.usecases.reconcile.rounds import Rounds
from crmsync.usecases.sync.batch import SyncPorts


@dataclass(frozen=True, slots=True)
class ReconcilePorts:
    """`sync` is what bringing records in step needs; its gate reports calls in the reconcile's name. `turns` is the
    queue of its turns, which no import shares.
    """

    sync: SyncPorts
    rounds: Rounds
    turns: ImportQueue
    free_calls: LedgerFreeCalls
    links: LinkWalk
