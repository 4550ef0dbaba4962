"""`python -m sandbox.simulation --seeds N [--first-seed K]`: runs seeds on all cores; fails when one broke."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from sandbox.simulation.regressions import KNOWN_BROKEN, REGRESSIONS
from sandbox.simulation.rest import Result, run_seed


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    seeds = list(range(asked.first_seed, asked.first_seed + asked.seeds))
    if asked.regressions:
        seeds = [*REGRESSIONS, *seeds]
    began = time.monotonic()
    results = list(_told(_results(list(dict.fromkeys(seeds)), asked.processes)))
    held = sum(not result.broken for result in results)
    edits, calls = sum(result.edits for result in results), sum(result.calls for result in results)
    seconds = time.monotonic() - began
    print(f"simulation: {held} of {len(results)} seeds held ({edits} edits, {calls} CRM calls, {seconds:.0f} s)")
    return 1 if any(_is_surprise(result) for result in results) else 0


def _told(results: Iterator[Result]) -> Iterator[Result]:
    """Tells of each broken seed as soon as it is known."""
    for result in results:
        if result.broken:
            _tell(result)
        elif result.seed in KNOWN_BROKEN:
            print(f"seed {result.seed} holds again: take it off the list of known broken seeds")
        yield result


def _is_surprise(result: Result) -> bool:
    """A known broken seed that holds is one too: the list must not outlive its reasons."""
    return bool(result.broken) != (result.seed in KNOWN_BROKEN)


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
    known = f" (known: {KNOWN_BROKEN[result.seed]})" if result.seed in KNOWN_BROKEN else ""
    print(f"seed {result.seed} broke{known}; replay: make simulate SEEDS=1 FIRST_SEED={result.seed}")
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
