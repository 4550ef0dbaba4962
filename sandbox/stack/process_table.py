"""The processes of this machine, by /proc or else by `ps`. Dead ones that nobody has waited for are left out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
ZOMBIE = "Z"


@dataclass(frozen=True, slots=True)
class Process:
    """`started` tells two processes apart that had the same id one after the other."""

    pid: int
    group: int
    started: str
    command: str


def running() -> Iterator[Process]:
    return _from_proc() if (PROC / "self" / "stat").exists() else _from_ps()


def find(pid: int) -> Process | None:
    return next((process for process in running() if process.pid == pid), None)


def of_group(group: int) -> list[Process]:
    return [process for process in running() if process.group == group]


def _from_proc() -> Iterator[Process]:
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                process = _read(folder)
            except OSError:  # it ended meanwhile
                continue
            if process:
                yield process


def _read(folder: Path) -> Process | None:
    # After the name in parentheses: state, parent, group, …, and the start time as the 22nd field of all.
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    if fields[0] == ZOMBIE:
        return None
    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return Process(int(folder.name), int(fields[2]), fields[19], command)


def _from_ps() -> Iterator[Process]:
    listing = subprocess.run(
        ["ps", "-axww", "-o", "pid=,pgid=,state=,lstart=,command="],
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    ).stdout
    for line in listing.splitlines():
        pid, group, state, rest = line.split(maxsplit=3)
        started, command = _split_start(rest)
        if not state.startswith(ZOMBIE):
            yield Process(int(pid), int(group), started, command)


def _split_start(rest: str) -> tuple[str, str]:
    """`Sun Nov 22 03:51:38 2026 python -m …`: five words, then the command."""
    words = rest.split(maxsplit=5)
    return " ".join(words[:5]), words[5] if len(words) > 5 else ""
