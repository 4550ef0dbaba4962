"""`python -m sandbox.simulation --seeds N [--first-seed K]`: runs seeds on all cores; fails when one broke."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from sandbox.simulation.regressions import REGRESSIONS
from sandbox.simulation.rest import Result, run_seed


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    seeds = list(range(asked.first_seed, asked.first_seed + asked.seeds))
    if asked.regressions:
        seeds = list(dict.fromkeys([*REGRESSIONS, *seeds]))
    began = time.monotonic()
    failed = 0
    edits = calls = 0
    for result in _results(seeds, asked.processes):
        edits, calls = edits + result.edits, calls + result.calls
        if result.broken:
            failed += 1
            _tell(result)
    held = len(seeds) - failed
    seconds = time.monotonic() - began
    print(f"simulation: {held} of {len(seeds)} seeds held ({edits} edits, {calls} CRM calls, {seconds:.0f} s)")
    return 1 if failed else 0


def _results(seeds: list[int], processes: int) -> Iterator[Result]:
    if processes == 1 or len(seeds) == 1:
        yield from map(_run, seeds)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_run, seeds, chunksize=4)


def _run(seed: int) -> Result:
    """A seed that raises is a seed that broke, and is told like any other."""
    try:
        return run_seed(seed)
    except Exception:  # noqa: BLE001 - whatever it was, the seed replays it
        return Result(seed, (traceback.format_exc(),), 0, 0)


def _tell(result: Result) -> None:
    print(f"seed {result.seed} broke; replay: make simulate SEEDS=1 FIRST_SEED={result.seed}", flush=True)
    for problem in result.broken:
        print(f"  - {problem}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--regressions", action="store_true", help="also the seeds that found a bug before")
    return parser


if __name__ == "__main__":
    sys.exit(main())
