"""`crmsync reconcile`: the nightly comparison of all linked records, now; how far it is; what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.failure import DONE, FAILED
from crmsync.cli.shown_values import number, plain, relative
from crmsync.cli.table import table

_STYLES = {"done": "bold green", "running": "bold green", "failed": "bold red"}
_WAITS = {
    "quota": "today's calls are used up; it goes on by itself when there are calls again",
    "salesforce": "Salesforce works on the query",
    "unavailable": "a CRM did not answer; it tries again",
    "login": "a CRM refuses crmsync's login; it tries again: see `crmsync doctor`",
    "switched_off": "the sync is paused",
}
_COUNTS = {
    "in_step": "in step",
    "repaired": "put in step",
    "parked": "parked: see `crmsync errors`",
    "busy": "left to the change queue",
    "held": "may not sync (list, filter)",
    "orphaned": "counterpart is gone",
    "unlinked": "without link",
    "linkable": "without link, but with a counterpart",
    "duplicate": "duplicate of a linked one",
    "missed": "never told of; brought now",
}
_WOULD_BE = {"repaired": "would be put in step", "missed": "never told of; would be brought"}
_CAUSES = {
    "missed_event": "no event told of the change",
    "calculated": "calculated: no event tells",
    "overruled_edit": "an edit that the rule sets back",
    "unfinished": "never in step since linked",
    "on_its_way": "changed just now",
    "back_fill": "held since before the mapping or its rule",
}


def _show_start(answer: Mapping[str, Any], console: Console) -> None:
    if not answer["begun"]:
        console.print("A round runs already:")
    _show_round(answer, console)


def _show_round(answer: Mapping[str, Any], console: Console) -> None:
    state = answer["state"]
    began = f", began {relative(answer['started_at'])}"
    console.print(Text.assemble((state, _STYLES.get(state, "bold")), began))
    if answer["part"]:
        console.print(plain(f"comparing {answer['part']} ({', '.join(answer['parts'])})"))
    if answer["waiting"] and state == "running":
        console.print(Text(_WAITS.get(answer["waiting"], answer["waiting"]), "yellow"))
    if answer["error"]:
        console.print(plain(answer["error"], "red"))
    console.print(_counts(answer["counts"], is_preview=answer["preview"]))


def how_far(answer: Mapping[str, Any]) -> Text:
    """One line."""
    what = f"comparing {answer['part']}" if answer["part"] else "comparing"
    return plain(f"{what}: {answer['counts']['total']:,} records so far")


def _counts(counts: Mapping[str, int], *, is_preview: bool) -> Any:  # noqa: ANN401 - a rich table
    shown = table("Records", "", numbers=("",))
    for name, words in {**_COUNTS, **(_WOULD_BE if is_preview else {})}.items():
        if counts.get(name) or name in {"in_step", "repaired"}:
            shown.add_row(words, number(counts[name]))
    return shown


def show_report(answer: Mapping[str, Any], console: Console) -> None:
    """Also of a round that was asked for and is not done: then there is nothing but its state."""
    if answer["preview"]:
        console.print("A preview: nothing was written.")
    _show_round(answer, console)
    if "drift" not in answer:
        return
    if not answer["drift"]:
        console.print("No value had drifted apart.")
        return
    shown = table("Object", "Field", "Values", "Why", numbers=("Values",))
    for one in answer["drift"]:
        why = plain(_CAUSES.get(one["cause"], one["cause"]))
        shown.add_row(plain(one["object"]), plain(one["field"]), number(one["values"]), why)
    console.print(shown)


def _exit_code(answer: Mapping[str, Any]) -> int:
    return FAILED if answer["state"] == "failed" else DONE


def _command(word: str, summary: str, show: Callable[[Any, Console], None]) -> Command:
    name = f"reconcile {word}"
    return Command(name, summary, no_arguments, lambda _, ask: ask(f"reconcile.{word}", {}), show, _exit_code)


RECONCILE: tuple[Command, ...] = (
    _command("start", "compare all linked records now", _show_start),
    _command("status", "how far the comparison is", _show_round),
    _command("report", "what the last comparison found", show_report),
)
