"""`crmsync setup`: step by step from credentials to live changes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.failure import DONE, FAILED, CliError
from crmsync.cli.project_folder import write_project
from crmsync.cli.salesforce_guide import steps
from crmsync.cli.shown_checks import show_checks
from crmsync.cli.shown_values import plain

FOLDER = "crmsync-hubspot-app"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do every step without asking")
    parser.add_argument("--folder", type=Path, default=Path(FOLDER), help=f"where the app goes (default {FOLDER})")
    parser.add_argument("--name", help="the HubSpot project's and app's name (default crmsync)")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    """A step that is refused is told, and the others are done all the same."""
    properties = _step(options, "Create the missing HubSpot properties?", lambda: ask("setup.properties", {}))
    app = ask("setup.app", {"name": options.name} if options.name else {})
    written = _step(
        options, f"Write the HubSpot app to {options.folder}?", lambda: write_project(options.folder, app["files"])
    )
    return {
        "properties": properties,
        "app": {"written": written, "folder": str(options.folder), "webhook_url": app["webhook_url"]},
        "salesforce": steps(app["salesforce_webhook_url"], app["salesforce_objects"]),
        "check": ask("setup.check", {}),
    }


def _step(options: Namespace, question: str, act: Any) -> Any:  # noqa: ANN401 - whatever the step gives
    """None when the step is not wanted."""
    if not options.yes and not _agrees(options, question):
        return None
    try:
        return act()
    except CliError as error:
        return {"error": {"code": error.code, "message": error.message}}


def _agrees(options: Namespace, question: str) -> bool:
    """Without a person at the terminal nothing is done unasked."""
    if options.json or not sys.stdin.isatty():
        return False
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _show(answer: Mapping[str, Any], console: Console) -> None:
    _heading(console, "1. HubSpot properties")
    _show_properties(answer["properties"], console)
    _heading(console, "2. HubSpot app and webhooks")
    _show_app(answer["app"], console)
    _heading(console, "3. Salesforce")
    for step in answer["salesforce"]:
        console.print(plain(step["title"], "bold"))
        console.print(Padding(plain(step["text"]), (0, 0, 0, 2)))
    _heading(console, "4. What is there now")
    show_checks(answer["check"], console)


def _heading(console: Console, text: str) -> None:
    console.print(Text(f"\n{text}", style="bold cyan"))


def _show_properties(answer: Mapping[str, Any] | None, console: Console) -> None:
    if answer is None:
        console.print("Nothing was created: run `crmsync setup --yes`.")
    elif "error" in answer:
        console.print(plain(answer["error"]["message"], "red"))
    else:
        console.print(f"{len(answer['created'])} created in the group {answer['group']}, {len(answer['there'])} there")
        for name, wrong in answer["foreign"].items():
            console.print(plain(f"{name} is {wrong}: left as it is", "yellow"))
        for refused in answer["refused"]:
            console.print(plain(f"{refused['name']}: {refused['reason']} {refused['fix']}", "red"))


def _show_app(answer: Mapping[str, Any], console: Console) -> None:
    written = answer["written"]
    if isinstance(written, Mapping):
        console.print(plain(written["error"]["message"], "red"))
        return
    if written is None:
        console.print("Nothing was written: run `crmsync setup --yes`.")
        return
    console.print(plain(f"written to {answer['folder']}; its webhooks go to"))
    console.print(plain(f"  {answer['webhook_url']}"), soft_wrap=True)
    console.print("Upload it with HubSpot's CLI, from that folder:")
    for line in ("npm install -g @hubspot/cli", "hs account auth", "hs project upload"):
        console.print(f"  {line}")
    console.print("Then, in HubSpot under Development > Projects, install the app (Distribution), and put")
    console.print("its access token and client secret (Auth) into crmsync's HubSpot secret.")


def _exit_code(answer: Mapping[str, Any]) -> int:
    steps_done = [answer["properties"], answer["app"]["written"]]
    refused = any(isinstance(step, Mapping) and "error" in step for step in steps_done)
    return FAILED if refused or answer["check"]["failed"] else DONE


SETUP = Command("setup", "guides through the set-up of both CRMs", _add_arguments, _ask, _show, _exit_code)
