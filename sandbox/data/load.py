"""`python -m sandbox load`: an administrator's own CRM export into the simulator, so that it can be seen to sync."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.data.control import SimulatorAwayError, SimulatorControl, batches
from sandbox.data.export_file import ExportFile, NotAnExportError, opened_export
from sandbox.data.headings import HEADINGS, columns_of
from sandbox.data.objects import NotLoadableError, simulator_object
from sandbox.data.screening import RULES, BadRow, Candidate, Screening

BASE_URLS = {"hubspot": "HUBSPOT_BASE_URL", "salesforce": "SALESFORCE_INSTANCE_URL"}
DONE, FAILED, WRONG_USE = 0, 1, 2


@dataclass(slots=True)
class Tally:
    what: str
    loaded: int = 0
    bad: int = 0
    started: float = field(default_factory=time.monotonic)

    def refuse(self, line: int, reason: str) -> None:
        self.bad += 1
        print(f"line {line}: {reason}", file=sys.stderr)

    def __str__(self) -> str:
        seconds = time.monotonic() - self.started
        rows = self.loaded + self.bad
        return f"{self.loaded} of {rows} {self.what} loaded in {seconds:.1f} s; {self.bad} bad rows"


def run_load(side: str, object_type: str, path: Path | str, env: Mapping[str, str]) -> int:
    """Loads a CSV export. `env` is the content of `.sandbox/env`; empty when the local stack is not up.

    Prints bad rows with their line to stderr and a summary to stdout. Returns the exit code: 0 when it went through
    and something was loaded, 1 when not, 2 when the file or the object is not one that can be loaded.
    """
    tally = Tally(f"{side} {object_type}s")
    try:
        name = simulator_object(side, object_type)
        with opened_export(Path(path)) as export, SimulatorControl(_base_url(side, env)) as simulator:
            candidates = _candidates(export, _screening(side, object_type, export), tally)
            _load(candidates, name, simulator, tally)
    except (NotLoadableError, NotAnExportError, OSError, UnicodeError) as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    except SimulatorAwayError as error:
        print(f"{error}\nIs the local stack running? `make sandbox-up` starts it.\n{tally}", file=sys.stderr)
        return FAILED
    print(tally)
    return DONE if tally.loaded else FAILED


def _base_url(side: str, env: Mapping[str, str]) -> str:
    """Raises SimulatorAwayError when the environment names no simulator."""
    try:
        return env[BASE_URLS[side]]
    except KeyError:
        raise SimulatorAwayError(f"{BASE_URLS[side]} is not in .sandbox/env") from None


def _screening(side: str, object_type: str, export: ExportFile) -> Screening:
    """Raises NotAnExportError when no row of the file could be loaded."""
    columns = columns_of(side, object_type, export.headings)
    if columns.left_out:
        print(f"columns left out: {', '.join(columns.left_out)}", file=sys.stderr)
    if not any(columns.fields):
        known = ", ".join(names[0] for names in HEADINGS[side, object_type].values())
        raise NotAnExportError(f"none of the columns is known for {side} {object_type}s; known are: {known}")
    rules = RULES[side, object_type]
    missing = [name for name in rules.required if name not in columns.fields]
    if missing:
        raise NotAnExportError(f"the file has no column {' and no column '.join(missing)}")
    return Screening(rules, columns.fields)


def _candidates(export: ExportFile, screening: Screening, tally: Tally) -> Iterator[Candidate]:
    for row in export.rows:
        verdict = screening.judge(row)
        if isinstance(verdict, BadRow):
            tally.refuse(verdict.line, verdict.reason)
        else:
            yield verdict


def _load(candidates: Iterator[Candidate], name: str, simulator: SimulatorControl, tally: Tally) -> None:
    for batch in batches(candidates):
        ids = [candidate.record_id for candidate in batch]
        answer = simulator.load(name, [candidate.record for candidate in batch], ids if any(ids) else ())
        tally.loaded += answer.loaded
        for index, reason in answer.errors.items():
            tally.refuse(batch[index].line, reason)
