"""`crmsync import start`: estimate, the administrator's word, and the bar; `crmsync import confirm` for an estimate."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from rich.console import Console
from rich.prompt import Confirm

from crmsync.cli.admin_function import Ask
from crmsync.cli.commands.command import Command
from crmsync.cli.commands.imports.arguments import add_job, add_selection, selection_of
from crmsync.cli.commands.imports.follow import follow
from crmsync.cli.commands.imports.shown_import import show_estimate, show_import
from crmsync.cli.failure import DONE, FAILED, CliError

_ENDED_BADLY = ("failed", "cancelled")


def _add_run(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--spread", action="store_true", help="go on over several days when today's calls are not enough"
    )
    parser.add_argument("--detach", action="store_true", help="return at once; the import runs in AWS anyway")


def _add_start(parser: ArgumentParser) -> None:
    add_selection(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    _add_run(parser)


def _add_confirm(parser: ArgumentParser) -> None:
    add_job(parser)
    _add_run(parser)


def _start(options: Namespace, ask: Ask) -> Any:  # noqa: ANN401 - JSON is any value
    if options.json and not options.yes:
        raise CliError("bad_arguments", "with --json nobody can be asked: give --yes")
    estimated = ask("import.start", selection_of(options))
    if not options.yes:
        console = Console(stderr=True)
        show_estimate(estimated, console)
        if not Confirm.ask("Begin the import?", console=console, default=False):
            raise CliError(
                "not_confirmed", f"nothing was imported; `crmsync import confirm {estimated['job_id']}` does"
            )
    return _confirm(options, ask, str(estimated["job_id"]))


def _confirm(options: Namespace, ask: Ask, job_id: str) -> Any:  # noqa: ANN401 - as above
    confirmed = ask("import.confirm", {"job_id": job_id, "spread": options.spread})
    return confirmed if options.detach else follow(job_id, ask, with_bar=not options.json)


def _exit_code(shown: Any) -> int:  # noqa: ANN401 - as above
    return FAILED if shown["state"] in _ENDED_BADLY else DONE


START = Command("import start", "import records that a CRM has already", _add_start, _start, show_import, _exit_code)
CONFIRM = Command(
    "import confirm",
    "begin an import that was estimated",
    _add_confirm,
    lambda options, ask: _confirm(options, ask, options.job_id),
    show_import,
    _exit_code,
)
