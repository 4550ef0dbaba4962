"""`python -m sandbox up | down | status | load …`: the local stack from the command line."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from sandbox.aws.failure import StackError
from sandbox.stack.env_file import read_env
from sandbox.stack.place import Place, chosen_place, started_places

DONE, FAILED, WRONG_USE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        place = chosen_place()
    except ValueError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    try:
        code: int = asked.run(place, asked)
    except StackError as error:
        print(f"local stack: {error}", file=sys.stderr)
        return FAILED
    return code


def up(place: Place, _: argparse.Namespace) -> int:
    from sandbox.stack.start_up import is_up, start_up  # noqa: PLC0415 -- `load` and `down` need no AWS SDK

    schedules = os.environ.get("SANDBOX_SCHEDULES") or "ENABLED"
    if schedules not in {"ENABLED", "DISABLED"}:
        print(f"SANDBOX_SCHEDULES={schedules}: must be ENABLED or DISABLED", file=sys.stderr)
        return WRONG_USE
    began = time.monotonic()
    was_up = is_up(place)
    start_up(place, schedules)
    seconds = "" if was_up else f" after {time.monotonic() - began:.1f} s"
    print(f"local stack: {'already ready' if was_up else 'ready'}{seconds}; its addresses are in {_shown(place)}")
    return DONE


def down(place: Place, asked: argparse.Namespace) -> int:
    from sandbox.stack.tear_down import tear_down  # noqa: PLC0415

    places = started_places() if asked.all else [place]
    were_running = [tear_down(each) for each in places]
    print("local stack: stopped" if any(were_running) else "local stack: was not running")
    return DONE


def status(place: Place, _: argparse.Namespace) -> int:
    from sandbox.stack.start_up import is_up  # noqa: PLC0415

    if not is_up(place):
        print("local stack: not running")
        return FAILED
    print(f"local stack: ready; its addresses are in {_shown(place)}")
    return DONE


def load(place: Place, asked: argparse.Namespace) -> int:
    from sandbox.data.load import run_load  # noqa: PLC0415

    return run_load(asked.side, asked.object, asked.file, read_env(place.env_file))


def _shown(place: Place) -> str:
    return os.path.relpath(place.env_file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="The local stack; PORT_BASE moves its ports."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for run, text in (
        (up, "start it in the background; returns when it is ready"),
        (down, "stop it and everything that it started"),
        (status, "whether it runs"),
        (load, "put a CRM export (CSV) into a simulator"),
    ):
        command = commands.add_parser(run.__name__, help=text, description=text)
        command.set_defaults(run=run)
        if run is down:
            command.add_argument("--all", action="store_true", help="those on other ports too")
    _add_load_arguments(command)
    return parser


def _add_load_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--side", choices=("salesforce", "hubspot"), required=True)
    command.add_argument("--object", choices=("lead", "contact"), required=True)
    command.add_argument("file", type=Path, metavar="FILE.csv")


if __name__ == "__main__":
    sys.exit(main())
