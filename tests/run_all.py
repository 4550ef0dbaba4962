# ruff: noqa: T201 -- it talks to the person who runs it
"""`make test`: all suites, quickest first, each with its own progress, and one closing line over all of them.

A suite whose tool is missing is skipped with one line; with STRICT=1 that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "test-reports"
NO_TESTS_COLLECTED = 5
NO_TOOLS = "not stack and not node and not sam"
STACK_FOLDERS = ("tests/component", "tests/e2e")
SHARED_OUT = ("-n", "2", "--dist", "worksteal")
COVERAGE = (
    "--cov=crmsync.core",
    "--cov-branch",
    "--cov-report=term-missing:skip-covered",
    "--cov-fail-under=95",
)


def missing_node() -> str:
    found = all(shutil.which(tool) for tool in ("node", "npm"))
    return "" if found else "node and npm are missing"


def missing_sam() -> str:
    """Builds the environment of the SAM CLI when it can."""
    subprocess.run(["make", ".venv-sam/.installed"], cwd=ROOT, check=True)
    found = (ROOT / ".venv-sam" / "bin" / "python3.13").exists()
    return "" if found else "Python 3.13, the template's runtime, is missing"


def nothing_missing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Either pytest with this marker expression, or another command. `missing` says what it lacks, if anything."""

    name: str
    markers: str = ""
    options: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    missing: Callable[[], str] = nothing_missing


@dataclass(slots=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, report: Path) -> None:
        for suite in ET.parse(report).iter("testsuite"):
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            self.failed += failed
            self.skipped += skipped
            self.passed += int(suite.get("tests", 0)) - failed - skipped

    def line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def suites(seeds: str, first_seed: str) -> tuple[Suite, ...]:
    simulation = (
        sys.executable,
        "-m",
        "sandbox.simulation",
        "--seeds",
        seeds,
        "--first-seed",
        first_seed,
        "--regressions",
    )
    return (
        Suite("unit, contract, component, infra", f"{NO_TOOLS} and not no_cover", (*SHARED_OUT, *COVERAGE)),
        Suite("thousands of records, whole seeds, drawn examples", f"{NO_TOOLS} and no_cover", SHARED_OUT),
        Suite("simulation", command=simulation),
        Suite("vendors' JavaScript clients", "node", ("tests/contract",), missing=missing_node),
        Suite("packaging", "sam", ("tests/packaging",), missing=missing_sam),
        Suite("local stack", "stack and not timed", (*STACK_FOLDERS, "-n", "3", "--dist", "worksteal")),
        Suite("how soon the local stack is ready", "stack and timed", STACK_FOLDERS),
    )


def run(suite: Suite, count: Count) -> bool:
    """Whether it held."""
    report = REPORTS / f"{suite.name.replace(' ', '-')}.xml"
    pytest = (sys.executable, "-m", "pytest", "-q", "--no-header", "-m", suite.markers, f"--junitxml={report}")
    code = subprocess.run(suite.command or (*pytest, *suite.options), cwd=ROOT, check=False).returncode
    if suite.command:
        count.passed += code == 0
        count.failed += code != 0
    elif report.exists():
        count.add(report)
    return code in {0, NO_TESTS_COLLECTED}


def run_all(strict: bool) -> tuple[Count, bool]:
    """Stops at the first suite that fails."""
    count = Count()
    chosen = suites(os.environ.get("SEEDS", "200"), os.environ.get("FIRST_SEED", "1"))
    for number, suite in enumerate(chosen, start=1):
        print(f"\n=== {number} of {len(chosen)}: {suite.name}", flush=True)
        missing = suite.missing()
        if missing:
            print(f"{suite.name}: {'failed' if strict else 'skipped'}: {missing}", flush=True)
            count.failed += strict
            if strict:
                return count, False
        elif not run(suite, count):
            return count, False
    return count, True


def main() -> int:
    began = time.monotonic()
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    count, held = run_all(strict=os.environ.get("STRICT") == "1")
    print(f"\nall suites: {'held' if held else 'FAILED'} after {time.monotonic() - began:.0f} s")
    print(count.line())
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
