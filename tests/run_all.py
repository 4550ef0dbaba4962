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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "test-reports"
NO_TESTS_COLLECTED = 5
NO_TOOLS = "not stack and not node and not sam"
UNMEASURED = (
    "tests/component",
    "tests/contract",
    "tests/infra",
    "tests/unit/benchmarks",
    "tests/unit/coverage_page",
    "tests/unit/crm_adapters",
    "tests/unit/data",
    "tests/unit/hubspot_simulator",
    "tests/unit/imports",
    "tests/unit/local_stack",
    "tests/unit/reconcile",
    "tests/unit/salesforce_simulator",
    "tests/unit/sandbox_frame",
    "tests/unit/simulation",
)
"""Measuring the core's coverage takes as long again as the test: what proves something else goes without. So do, by
their mark `no_cover`, crowds of records and tables of cases whose lines others go through as well.
"""
MEASURED = ("tests/unit", *(f"--ignore={folder}" for folder in UNMEASURED))
STACK = ("tests/component", "tests/e2e", "-n", "4", "--dist", "load", "--maxschedchunk", "1")
"""One test at a time for whoever is free: most of it is waiting."""
SHARED_OUT = ("-n", "2", "--dist", "worksteal")
IN_THE_GAPS = ("nice", "-n", "19")
"""What runs beside the local stack takes the time that it leaves: it has nobody who waits for an answer."""
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
    if subprocess.run(["make", ".venv-sam/.installed"], cwd=ROOT, check=False).returncode:
        return "the SAM CLI could not be installed (see above)"
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

    @property
    def report(self) -> Path:
        return REPORTS / f"{self.name.replace(' ', '-')}.xml"

    @property
    def arguments(self) -> tuple[str, ...]:
        pytest = (sys.executable, "-m", "pytest", "-q", "--no-header", "-m", self.markers, f"--junitxml={self.report}")
        return self.command or (*pytest, *self.options)


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


def suites(seeds: str, first_seed: str) -> tuple[tuple[Suite, ...], ...]:
    """Those of one group run side by side: the local stack waits more than it works."""
    seeds_to_run = ("--seeds", seeds, "--first-seed", first_seed, "--regressions")
    measured = f"{NO_TOOLS} and not no_cover"
    return (
        (Suite("unit", measured, (*MEASURED, *SHARED_OUT, *COVERAGE)),),
        (Suite("unit: drawn examples, crowds of records, tables of cases", "no_cover", (*MEASURED, *SHARED_OUT)),),
        (Suite("imports, rounds, contract, component, infra, simulators", NO_TOOLS, (*UNMEASURED, *SHARED_OUT)),),
        (Suite("simulation", command=(sys.executable, "-m", "sandbox.simulation", *seeds_to_run)),),
        (
            Suite("local stack", "stack and not timed", STACK),
            Suite("vendors' JavaScript clients", "node", ("tests/contract",), missing=missing_node),
            Suite("packaging", "sam", ("tests/packaging",), missing=missing_sam),
        ),
        (Suite("how soon the local stack is ready", "stack and timed", ("tests/component",)),),
    )


def run(suite: Suite, count: Count, strict: bool, aside: bool) -> bool:
    """Whether it held. What runs `aside` prints when it has ended, not among the others' lines."""
    missing = suite.missing()
    if missing:
        print(f"{suite.name}: {'failed' if strict else 'skipped'}: {missing}", flush=True)
        count.failed += strict
        return not strict
    command = (*IN_THE_GAPS, *suite.arguments) if aside else suite.arguments
    finished = subprocess.run(command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE if aside else None)
    if aside:
        print(f"--- {suite.name}\n{finished.stdout}", flush=True)
    if suite.command:
        count.passed += finished.returncode == 0
        count.failed += finished.returncode != 0
    elif suite.report.exists():
        count.add(suite.report)
    return finished.returncode in {0, NO_TESTS_COLLECTED}


def run_group(group: tuple[Suite, ...], count: Count, strict: bool) -> bool:
    """Whether all of them held."""
    with ThreadPoolExecutor(len(group)) as side_by_side:
        running = [side_by_side.submit(run, suite, count, strict, suite != group[0]) for suite in group]
        return all(one.result() for one in running)


def run_all(strict: bool) -> tuple[Count, bool]:
    """Stops at the first group in which a suite fails."""
    count = Count()
    chosen = suites(os.environ.get("SEEDS", "200"), os.environ.get("FIRST_SEED", "1"))
    for number, group in enumerate(chosen, start=1):
        print(f"\n=== {number} of {len(chosen)}: {'; beside it: '.join(suite.name for suite in group)}", flush=True)
        if not run_group(group, count, strict):
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
