"""The `crmsync` command."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console

from crmsync.cli.admin_function import AdminFunction, Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.config_set import CONFIG_SET
from crmsync.cli.commands.config_show import CONFIG_SHOW
from crmsync.cli.commands.confirm import CONFIRM
from crmsync.cli.commands.doctor import DOCTOR
from crmsync.cli.commands.erase import ERASE
from crmsync.cli.commands.errors import ERRORS
from crmsync.cli.commands.imports import IMPORTS
from crmsync.cli.commands.links import LINKS_ADOPT, LINKS_CANCEL, LINKS_REBUILD, LINKS_STATUS
from crmsync.cli.commands.preview import PREVIEW
from crmsync.cli.commands.quota import QUOTA
from crmsync.cli.commands.reconcile import RECONCILE
from crmsync.cli.commands.record import RECORD
from crmsync.cli.commands.resync import RESYNC
from crmsync.cli.commands.setup import SETUP
from crmsync.cli.commands.status import STATUS
from crmsync.cli.commands.switch import PAUSE, RESUME
from crmsync.cli.commands.undo import UNDO
from crmsync.cli.commands.usage import USAGE
from crmsync.cli.failure import CliError
from crmsync.cli.parser import parser_of
from crmsync.cli.target import Asked, Target, target_of

COMMANDS: tuple[Command, ...] = (
    STATUS,
    USAGE,
    QUOTA,
    ERRORS,
    RECORD,
    CONFIG_SHOW,
    CONFIG_SET,
    RESYNC,
    PAUSE,
    RESUME,
    PREVIEW,
    CONFIRM,
    ERASE,
    DOCTOR,
    SETUP,
    LINKS_ADOPT,
    LINKS_REBUILD,
    LINKS_STATUS,
    LINKS_CANCEL,
    *IMPORTS,
    *RECONCILE,
    UNDO,
)


def main(arguments: Sequence[str] | None = None, connect: Callable[[Target], Ask] = AdminFunction) -> int:
    """Returns the exit code: 0 done, 1 failed, 2 wrong use (argparse exits with 2 by itself)."""
    options = parser_of(COMMANDS).parse_args(arguments)
    command: Command = options.command
    try:
        answer = command.ask(options, connect(_target(options)))
    except CliError as error:
        _complain(error, as_json=options.json)
        return error.exit_code
    if options.json:
        # Unlike print(), rich ends quietly when a reader such as `head` has had enough.
        Console().out(json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False), highlight=False)
    else:
        command.show(answer, Console())
    return command.exit_code(answer)


def _target(options: Namespace) -> Target:
    asked = Asked(options.stage, options.stack, options.function, options.sandbox)
    return target_of(asked, os.environ)


def _complain(error: CliError, *, as_json: bool) -> None:
    body: dict[str, Any] = {"error": {"code": error.code, "message": error.message}}
    print(json.dumps(body, ensure_ascii=False) if as_json else f"crmsync: {error.message}", file=sys.stderr)
