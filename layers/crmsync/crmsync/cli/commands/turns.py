"""Commands that the admin function goes through in turns, and what a preview of theirs tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.shown_values import number, plain
from crmsync.cli.table import table

SHOWN_EXAMPLES = 10


def to_the_end(command: str, wanted: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
    """Asks for turn after turn; the answers of all as one."""
    answers: list[Mapping[str, Any]] = [ask(command, dict(wanted))]
    while answers[-1]["next"] is not None:
        answers.append(ask(command, {**wanted, "after": answers[-1]["next"]}))
    if "enqueued" in answers[0]:
        return {**answers[-1], "enqueued": sum(answer["enqueued"] for answer in answers)}
    return _together(answers)


def _together(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    values: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        values.update({(one["field"], one["side"]): one["values"] for one in answer["fields"]})
    return {
        **{name: sum(answer[name] for answer in answers) for name in ("looked_at", "would_change")},
        **{name: _summed([answer[name] for answer in answers]) for name in ("actions", "kept")},
        "fields": [{"field": field, "side": side, "values": count} for (field, side), count in values.most_common()],
        "examples": [key for answer in answers for key in answer["examples"]][:SHOWN_EXAMPLES],
        "next": None,
    }


def _summed(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def show_preview(answer: Mapping[str, Any], console: Console) -> None:
    console.print(f"{answer['would_change']:,} of {answer['looked_at']:,} records would change; nothing was written.")
    if answer["fields"]:
        shown = table("Field", "Values", "Written to", numbers=("Values",))
        for one in answer["fields"]:
            shown.add_row(plain(one["field"]), number(one["values"]), plain(one["side"]))
        console.print(shown)
    for key in answer["examples"]:
        console.print(plain(f"  {key.replace('#', ' ')}", "dim"))
