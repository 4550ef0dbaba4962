"""`crmsync erase`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.identifier import kind_of
from crmsync.cli.failure import CliError


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="HubSpot id or Salesforce id of the person")


def _ask(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    kind = kind_of(options.id)
    if kind == "email":
        raise CliError("bad_arguments", "give an id: an e-mail address would be written to logs")
    return ask("privacy.erase", {kind: options.id})


def _show(answer: Mapping[str, Any], console: Console) -> None:
    known = "with their link" if answer["was_linked"] else "who has no link"
    console.print(f"crmsync forgets {answer['enqueued']}, {known}; this takes some seconds")


ERASE = Command("erase", "forget a person (GDPR)", _add_arguments, _ask, _show)
