"""`python -m sandbox.data.generate`: made-up people into a CSV file or into a running simulator."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sandbox.data.control import SimulatorAwayError, SimulatorControl, batches
from sandbox.data.objects import NotLoadableError, simulator_object
from sandbox.data.people import people
from sandbox.data.shapes import SHAPES, Shape

MOST_PEOPLE = 1_000_000


def write_csv(path: Path, shape: Shape, records: Iterable[dict[str, str]]) -> int:
    """Writes an export as the CRM itself makes it: UTF-8 with BOM, its own column headings. Returns the rows."""
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shape.labels.values())
        for record in records:
            writer.writerow([record.get(field, "") for field in shape.labels])
            written += 1
    return written


def load_into(url: str, shape: Shape, records: Iterator[dict[str, str]]) -> tuple[int, int]:
    """(loaded, refused). Raises SimulatorAwayError."""
    name = simulator_object(shape.side, shape.object_type)
    loaded = refused = 0
    with SimulatorControl(url) as simulator:
        for batch in batches(records):
            answer = simulator.load(name, batch)
            loaded += answer.loaded
            refused += len(answer.errors)
    return loaded, refused


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MOST_PEOPLE:
        raise argparse.ArgumentTypeError(f"must be 1 to {MOST_PEOPLE}")
    return count


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox.data.generate", description=__doc__)
    parser.add_argument("--count", type=_count, required=True, help=f"how many people, 1 to {MOST_PEOPLE}")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same people")
    parser.add_argument("--side", choices=("hubspot", "salesforce"), required=True)
    parser.add_argument("--object", choices=("contact", "lead"), default="contact", dest="object_type")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", type=Path, metavar="FILE.csv", help="write a CSV export")
    target.add_argument("--into", metavar="URL", help="load into the simulator at this address")
    return parser


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        simulator_object(options.side, options.object_type)
        shape = SHAPES[options.side, options.object_type]
        records = (shape.record(person) for person in people(options.count, options.seed))
        if options.out:
            print(f"{write_csv(options.out, shape, records)} people written to {options.out}")
            return 0
        loaded, refused = load_into(options.into, shape, records)
    except NotLoadableError as error:
        print(error, file=sys.stderr)
        return 2
    except (SimulatorAwayError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{loaded} people loaded, {refused} refused (entered twice)")
    return 0 if loaded else 1


if __name__ == "__main__":
    sys.exit(main())
