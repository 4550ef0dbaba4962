"""`python -m benchmarks [SECTION …] [--scale] [--quick] [--out FILE]`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine
from benchmarks.catalogue import BENCHMARKS, Benchmark
from benchmarks.figures import Verdict
from benchmarks.lab import Lab
from benchmarks.report import Chapter, report, shown
from benchmarks.samples import FULL, QUICK
from sandbox.aws.failure import StackError
from sandbox.stack.place import PROJECT

PUBLISHED = PROJECT / "docs" / "benchmarks.md"
PUBLISHED_AT_SCALE = PROJECT / "docs" / "benchmarks-scale.md"
DONE, FAILED = 0, 1
_COMMANDS = {PUBLISHED: "make bench", PUBLISHED_AT_SCALE: "make bench SCALE=1"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Budgets that are missed do not make it fail: it measures, the report judges."""
    asked = _parser().parse_args(arguments)
    whole = [one for one in BENCHMARKS if one.at_scale == asked.scale]
    chosen = [one for one in BENCHMARKS if one.name in asked.sections] or whole
    load = f"Load average at the start: {machine.load():.1f}."
    try:
        with Lab(QUICK if asked.quick else FULL) as lab:
            chapters = [_measured(one, lab) for one in chosen]
    except StackError as error:
        print(f"local stack: {error}", file=sys.stderr)
        return FAILED
    published = PUBLISHED_AT_SCALE if asked.scale else PUBLISHED
    out = asked.out or (published if not asked.quick and chosen == whole else None)
    if out is not None:
        command = _COMMANDS.get(out, "python -m benchmarks")
        text = report(chapters, command=command, machine=machine.machine(), load=load, day=datetime.now(UTC).date())
        out.write_text(text, encoding="utf-8")
        print(f"written to {out.name}")
    return DONE


def _measured(benchmark: Benchmark, lab: Lab) -> Chapter:
    began = time.monotonic()
    section = benchmark.measure(lab)
    print(f"\n{benchmark.title} ({time.monotonic() - began:.0f} s)")
    for row in section.rows:
        verdict = "" if row.verdict is Verdict.SHOWN else f"  {row.verdict} (at most {shown(row.budget or 0)})"
        print(f"  {row.what:58}{shown(row.measured):>9} {row.unit}{verdict}", flush=True)
    return Chapter(benchmark.title, f"python -m benchmarks {benchmark.name}", section)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures the budgets.")
    names = [one.name for one in BENCHMARKS]
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"all when none is given: {', '.join(names)}")
    parser.add_argument("--scale", action="store_true", help="those of 100,000 records and more, which take minutes")
    parser.add_argument("--quick", action="store_true", help="few samples, only to see that it runs")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
