"""Processes that outlive the command that starts them, each with its own process group and log file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sandbox.aws.failure import StackError
from sandbox.stack import process_table

GRACE_S = 4.0
KILL_GRACE_S = 3.0
POLL_S = 0.05
LOG_TAIL_LINES = 15


@dataclass(frozen=True, slots=True)
class Background:
    """One process that was started. `started` guards against another process that later got the same id."""

    name: str
    pid: int
    started: str

    def is_running(self) -> bool:
        process = process_table.find(self.pid)
        return process is not None and process.started == self.started


@dataclass(frozen=True, slots=True)
class Launch:
    """`environment` is all that the process gets of one."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    cwd: Path


def start(launch: Launch, log: Path) -> Background:
    """Raises StackError with the end of the log when the process ends at once."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            launch.command,
            env=dict(launch.environment),
            cwd=launch.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    child.returncode = 0  # it is not waited for: it shall live on
    process = process_table.find(child.pid)
    if process is None:
        raise StackError(f"{launch.name} ended at once:\n{tail(log)}")
    return Background(launch.name, child.pid, process.started)


def tail(log: Path) -> str:
    with suppress(FileNotFoundError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:])
    return ""


def stop(processes: Sequence[Background]) -> None:
    """Ends them, and every process that they started, and waits for it. Raises StackError."""
    mine = [process for process in processes if _owns_its_group(process)]
    for number, patience in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, KILL_GRACE_S)):
        for process in mine:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        mine = _still_there(mine, patience)
        if not mine:
            return
    raise StackError("not stopped: " + ", ".join(f"{process.name} (process group {process.pid})" for process in mine))


def _owns_its_group(process: Background) -> bool:
    """Also true when the leader has died and left children: a group's id is not given to another process meanwhile."""
    leader = process_table.find(process.pid)
    return leader.started == process.started if leader else bool(process_table.of_group(process.pid))


def _still_there(processes: list[Background], patience: float) -> list[Background]:
    deadline = time.monotonic() + patience
    while processes and time.monotonic() < deadline:
        for process in processes:
            with suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)
        processes = [process for process in processes if process_table.of_group(process.pid)]
        if processes:
            time.sleep(POLL_S)
    return processes
