"""`crmsync links`: the native connector's links taken over, or lost ones found again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command, no_arguments
from crmsync.cli.shown_values import number, plain
from crmsync.cli.table import table

_OUTCOMES = {
    "adopted": "linked",
    "linked_already": "were linked already",
    "duplicates": "left: another contact is linked with the same record",
    "missing": "left: the record is not in Salesforce any more",
    "person_accounts": "left: person accounts do not sync",
    "unreadable": "left: name no Salesforce record",
}
SHOWN_CONFLICTS = 20
FORCE_WORDS = "adopt although the connector still writes"


def _add_force(parser: ArgumentParser) -> None:
    words = f'"{FORCE_WORDS}"'
    parser.add_argument("--force", metavar="WORDS", help=f"{words}: start although HubSpot's own connector writes")
    _add_no_wait(parser)


def _add_no_wait(parser: ArgumentParser) -> None:
    parser.add_argument("--no-wait", action="store_true", help="do not wait for the end: it goes on in AWS by itself")


def _adopt(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    return _to_the_end(options, ask, ask("links.adopt", {"force": options.force} if options.force else {}))


def _rebuild(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - as above
    return _to_the_end(options, ask, ask("links.rebuild", {}))


def _to_the_end(options: Namespace, ask: Ask, answer: Any) -> Any:  # noqa: ANN401 - as above
    """Works on as long as something is done; what is left when it must wait goes on by its schedule."""
    while answer["state"] == "running" and not answer["waits_for"] and not options.no_wait:
        answer = ask("links.work", {})
    return answer


def _status(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - as above
    return ask("links.status", {})


def _cancel(_: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - as above
    return ask("links.cancel", {})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    if answer["state"] == "none":
        console.print("No links are being taken over.")
        return
    console.print(_state(answer))
    shown = table("Contacts", "", numbers=("Contacts",))
    for outcome, words in _OUTCOMES.items():
        count = answer["counts"][outcome]
        if count or outcome == "adopted":
            shown.add_row(number(count), plain(words))
    console.print(shown)
    if answer["differing"]:
        what = "record differs" if answer["differing"] == 1 else "records differ"
        console.print(f"{answer['differing']:,} linked {what} in some field: nothing moves before somebody edits it")
    for conflict in answer["conflicts"][:SHOWN_CONFLICTS]:
        words = "contact {left} left for {kept}: both name Salesforce {salesforce}".format(**conflict)
        console.print(plain(words, "yellow"))


def _state(answer: Mapping[str, Any]) -> Text:
    if answer["waits_for"]:
        return Text.assemble(("waiting: ", "yellow"), plain(answer["waits_for"]))
    if answer["state"] == "running":
        return Text("at work; it goes on in AWS: see `crmsync links status`", style="yellow")
    return Text(answer["state"], style="bold green" if answer["state"] == "done" else "yellow")


LINKS_ADOPT = Command("links adopt", "take over the links of HubSpot's own connector", _add_force, _adopt, _show)
LINKS_REBUILD = Command("links rebuild", "find lost links again by their stamps", _add_no_wait, _rebuild, _show)
LINKS_STATUS = Command("links status", "how far that is", no_arguments, _status, _show)
LINKS_CANCEL = Command("links cancel", "stop it; what is linked stays linked", no_arguments, _cancel, _show)
