"""`.sandbox/env`: plain `KEY=value` lines, for shells, tests and people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """In one step, so that no reader sees half of it."""
    draft = path.with_suffix(".draft")
    draft.write_text("".join(f"{key}={value}\n" for key, value in values.items()), encoding="utf-8")
    draft.replace(path)


def read_env(path: Path) -> dict[str, str]:
    """Empty when there is no such file."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
