"""The import function and its commands on the in-memory ports of a product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crmsync.core.import_estimate import RESULT_RECORDS, lanes_for
from crmsync.core.record import Millis
from crmsync.usecases.admin.dispatch import Command, dispatch
from crmsync.usecases.imports.confirm_import import ConfirmImport
from crmsync.usecases.imports.import_jobs import Wish
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.retry_failed import RetryFailed
from crmsync.usecases.imports.run_import import RunImport
from crmsync.usecases.imports.show_failed import ShowFailed
from crmsync.usecases.imports.show_import import ShowImport
from crmsync.usecases.imports.start_import import StartImport
from crmsync.usecases.imports.steer_import import SteerImport

from sandbox.memory.import_queue import ImportMessage

TIMEOUT: Millis = 120_000


@dataclass(frozen=True, slots=True)
class Teamwork:
    """How many workers share an import of so many records, and how many records one takes at a time."""

    lanes: Callable[[int], int] = lanes_for
    set_records: int = RESULT_RECORDS


AS_DEPLOYED = Teamwork()


class Imports:
    """`command` is an administrator's; `run` is one invocation of the function."""

    def __init__(self, ports: ImportPorts, teamwork: Teamwork = AS_DEPLOYED) -> None:
        self._ports = replace(ports, set_records=teamwork.set_records)
        self._lanes = teamwork.lanes

    def command(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`{"ok", "result" | "error"}`"""
        return dispatch(self._commands(), {"command": f"import.{name}", "args": dict(args)})

    def run(self, message: ImportMessage, remaining: Millis = TIMEOUT) -> str:
        return RunImport(self._ports)(message.job_id, message.turn, self._ports.sync.clock.now() + remaining)

    def _commands(self) -> Mapping[str, Command]:
        jobs, queue, sync = self._ports.jobs, self._ports.queue, self._ports.sync
        return {
            "import.start": StartImport(jobs, sync.gate, sync.configurations, self._ports.free_calls),
            "import.confirm": ConfirmImport(jobs, queue, sync.configurations, self._lanes),
            "import.status": ShowImport(jobs),
            "import.pause": SteerImport(jobs, queue, Wish.PAUSE),
            "import.resume": SteerImport(jobs, queue, Wish.RUN),
            "import.cancel": SteerImport(jobs, queue, Wish.CANCEL),
            "import.failed": ShowFailed(jobs, self._ports.exports),
            "import.retry": RetryFailed(jobs, queue, sync.configurations, self._lanes),
        }
