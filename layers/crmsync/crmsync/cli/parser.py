"""The command line's grammar, made of the commands."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterable
from typing import Any

from crmsync.cli.commands.command import Command

_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--json", {"action": "store_true", "help": "print the answer as JSON, for programs"}),
    ("--sandbox", {"action": "store_true", "help": "ask the local stack (.sandbox/env)"}),
    ("--stage", {"help": "the stage of the deployment (default dev, or CRMSYNC_STAGE)"}),
    ("--stack", {"help": "the CloudFormation stack (default crmsync-<stage>, or CRMSYNC_STACK)"}),
    ("--function", {"help": "the admin function's name; no look-up in the stack then"}),
)
_FAMILIES = {
    "config": "the parameters: what is in force, what was refused; change one",
    "links": "take over the links of HubSpot's own connector; find lost ones again",
    "import": "bring the people whom one CRM has already into the other",
    "reconcile": "compare all linked records, and put in step what drifted apart",
}
"""Commands of two words, by the first."""


def parser_of(commands: Iterable[Command]) -> ArgumentParser:
    """Options may stand before or after the command; `command` in the result is the Command."""
    parser = ArgumentParser(prog="crmsync", description="Keeps HubSpot and Salesforce in step.")
    for flag, settings in _OPTIONS:
        parser.add_argument(flag, **settings)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    groups: dict[str, Any] = {}
    for command in commands:
        group, _, name = command.name.rpartition(" ")
        if group and group not in groups:
            family = subparsers.add_parser(group, help=_FAMILIES[group], description=_FAMILIES[group])
            groups[group] = family.add_subparsers(required=True, metavar="COMMAND")
        _add_command(groups.get(group, subparsers), name, command)
    return parser


def _add_command(subparsers: Any, name: str, command: Command) -> None:  # noqa: ANN401 - argparse's private class
    parser = subparsers.add_parser(name, help=command.summary, description=command.summary)
    for flag, settings in _OPTIONS:
        parser.add_argument(flag, **settings, default=SUPPRESS)
    command.add_arguments(parser)
    parser.set_defaults(command=command)
