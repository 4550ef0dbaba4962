"""docs/benchmarks.md: every figure beside its budget, with the command that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from benchmarks.figures import Row, Section, Verdict

_HEAD = """# Benchmarks

Measured on {day} with `{command}`: {machine}. {load}

Every figure is written by the command under its heading; none is typed in. “Budget” is the most that a figure may be.
The local stack emulates AWS and both CRMs on the same cores that the measured code runs on: what that limits is said
at each figure. Counts (calls, items) do not depend on the machine; times do. `make bench` writes
[benchmarks.md](benchmarks.md); `make bench SCALE=1` writes [benchmarks-scale.md](benchmarks-scale.md), which has
imports of 100,000, bursts of 10,000 and a model of millions.

{missed}
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A measured section under its title; `command` makes it alone."""

    title: str
    command: str
    section: Section


def report(chapters: Iterable[Chapter], *, command: str, machine: str, load: str, day: date) -> str:
    chapters = list(chapters)
    head = _HEAD.format(day=day.isoformat(), command=command, machine=machine, load=load, missed=_missed(chapters))
    return "\n".join([head, *map(_chapter, chapters)])


def _missed(chapters: Iterable[Chapter]) -> str:
    rows = [(one, row) for one in chapters for row in one.section.rows]
    missed = [f"{one.title}: {row.what}" for one, row in rows if row.verdict is Verdict.MISSED]
    judged = sum(row.budget is not None for _, row in rows)
    if not missed:
        return f"All {judged} budgets are met."
    return f"{judged - len(missed)} of {judged} budgets are met. Missed: {'; '.join(missed)}."


def _chapter(chapter: Chapter) -> str:
    remarks = "\n".join(f"- {' '.join(part.split())}" for part in chapter.section.remarks.split("\n\n"))
    table = "\n".join(["| what | measured | budget | unit | verdict |", "|---|---|---|---|---|", *_lines(chapter)])
    return f"## {chapter.title}\n\n`{chapter.command}`\n\n{table}\n\n{remarks}\n"


def _lines(chapter: Chapter) -> Iterable[str]:
    return map(_line, chapter.section.rows)


def _line(row: Row) -> str:
    budget = "" if row.budget is None else shown(row.budget)
    return f"| {row.what} | {shown(row.measured)} | {budget} | {row.unit} | {row.verdict} |"


def shown(value: float) -> str:
    """Three significant digits, whole numbers whole."""
    if value == round(value):
        return f"{value:.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
