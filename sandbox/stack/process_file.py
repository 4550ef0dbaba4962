"""The processes of a local stack, as the command that started them wrote them down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sandbox.stack.background import Background


def write_processes(path: Path, processes: Sequence[Background]) -> None:
    path.write_text(json.dumps([asdict(process) for process in processes], indent=2), encoding="utf-8")


def read_processes(path: Path) -> list[Background]:
    """Empty when there is no such file."""
    if not path.exists():
        return []
    return [Background(**process) for process in json.loads(path.read_text(encoding="utf-8"))]
