"""The reconcile function and its commands on the in-memory ports of a product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.record import Millis
from crmsync.ports.history_walk import HistoryWalk
from crmsync.usecases.admin.dispatch import Command, dispatch
from crmsync.usecases.admin.resync import Resync
from crmsync.usecases.admin.undo import Undo
from crmsync.usecases.reconcile.fill_mapping import FillMapping
from crmsync.usecases.reconcile.nightly_round import NightlyRound
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.reconcile.run_round import RunRound
from crmsync.usecases.reconcile.show_round import ShowReport, ShowRound, StartReconcile
from crmsync.usecases.reconcile.start_round import StartRound

from sandbox.memory.import_queue import ImportMessage

TIMEOUT: Millis = 120_000


class Reconciles:
    """`command` is an administrator's; `nightly` and `run` are invocations of the function."""

    def __init__(self, ports: ReconcilePorts) -> None:
        self._ports = ports

    def command(self, name: str) -> dict[str, Any]:
        """`{"ok", "result" | "error"}`"""
        return dispatch(self._commands(), {"command": f"reconcile.{name}"})

    def resync(self, **args: object) -> dict[str, Any]:
        """`{"ok", "result" | "error"}`; of a list in turns of one page."""
        command = Resync(self._ports.sync, FillMapping(self._start), pages=1)
        return dispatch({"resync": command}, {"command": "resync", "args": args})

    def nightly(self, remaining: Millis = TIMEOUT) -> str:
        """By the schedule."""
        return NightlyRound(self._start, RunRound(self._ports))(self._ports.sync.clock.now() + remaining)

    def run(self, message: ImportMessage, remaining: Millis = TIMEOUT) -> str:
        """By its queue."""
        return RunRound(self._ports)(message.job_id, message.turn, self._ports.sync.clock.now() + remaining)

    def undo(self, walk: HistoryWalk, **args: object) -> dict[str, Any]:
        """As `resync`."""
        return dispatch({"undo": Undo(self._ports.sync, walk)}, {"command": "undo", "args": args})

    @property
    def _start(self) -> StartRound:
        return StartRound(self._ports.rounds, self._ports.turns, self._ports.sync.configurations)

    def _commands(self) -> Mapping[str, Command]:
        rounds = self._ports.rounds
        return {
            "reconcile.start": StartReconcile(self._start),
            "reconcile.status": ShowRound(rounds),
            "reconcile.report": ShowReport(rounds),
        }
