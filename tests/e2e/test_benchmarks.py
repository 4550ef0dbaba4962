"""The benchmarks run from end to end, on a stack of their own; their figures are judged by who reads the report."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.catalogue import BENCHMARKS
from sandbox.stack.ports import free_port_base

ROOT = Path(__file__).resolve().parents[2]

MOST_S = 400

pytestmark = [pytest.mark.stack, pytest.mark.lengthy, pytest.mark.timeout(MOST_S + 20)]


def test_every_budget_is_measured(tmp_path: Path, first_port_base: int) -> None:
    report = tmp_path / "benchmarks.md"
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks", *(one.name for one in BENCHMARKS), "--quick", "--out", str(report)],
        cwd=ROOT,
        env={**os.environ, "PORT_BASE": str(free_port_base(first_port_base))},
        capture_output=True,
        text=True,
        timeout=MOST_S,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    written = report.read_text()
    assert [one.title for one in BENCHMARKS if f"## {one.title}\n" not in written] == []
    assert "budgets are met" in written
