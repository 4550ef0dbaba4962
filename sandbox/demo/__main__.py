"""`python -m sandbox.demo`: plays the steps on a local stack of its own; exit code 0: all right."""

from __future__ import annotations

import os
import sys
import time

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sandbox.aws.failure import StackError
from sandbox.demo.stage import Stage, StepFailedError
from sandbox.demo.steps import STEPS, Step
from sandbox.stack.place import Place
from sandbox.stack.stack import Stack
from sandbox.stack.start_up import is_up, start_up
from sandbox.stack.tear_down import tear_down

DEMO_PORT_BASE = 7200
CLASSIC_CALLS_A_RECORD = 3


def main() -> int:
    console = Console(highlight=False)
    place = Place(int(os.environ.get("PORT_BASE") or DEMO_PORT_BASE))
    console.print("[bold]crmsync demo[/bold]: HubSpot and Salesforce simulators, the real functions, a local AWS")
    if is_up(place):
        console.print(
            f"a local stack runs on ports {place.port_base} and up; stop it, or choose other ports by PORT_BASE"
        )
        return 1
    began = time.monotonic()
    try:
        with console.status("starting the local stack"):
            start_up(place, schedules="DISABLED")
        console.print(f"local stack ready after {time.monotonic() - began:.1f} s\n")
        failed = _play(Stage(Stack.running(place.port_base), tag=f"{int(time.time())}"), console)
    except StackError as error:
        console.print(f"[red]local stack: {error}[/red]")
        return 1
    finally:
        with console.status("stopping the local stack"):
            tear_down(place)
    console.print(
        f"\n{'[red]FAILED' if failed else '[green]every step came out right'}[/] in {time.monotonic() - began:.0f} s"
    )
    return 1 if failed else 0


def _play(stage: Stage, console: Console) -> int:
    failed = sum(not _played(number, step, stage, console) for number, step in enumerate(STEPS, start=1))
    _tell_calls(stage, console)
    return failed


def _played(number: int, step: Step, stage: Stage, console: Console) -> bool:
    with console.status(step.title):
        try:
            told, is_right = step.run(stage), True
        except (StepFailedError, StackError) as error:
            told, is_right = str(error), False
    mark = "[green]ok[/green] " if is_right else "[red]NO[/red] "
    console.print(f"{mark} {number:2}. [bold]{step.title}[/bold]", Padding(Text(told), (0, 0, 0, 7)))
    return is_right


def _tell_calls(stage: Stage, console: Console) -> None:
    salesforce, hubspot = stage.calls("salesforce"), stage.calls("hubspot")
    classic = stage.people_changes * CLASSIC_CALLS_A_RECORD
    console.print(
        f"\n{stage.people_changes} changes by people: {salesforce} Salesforce calls and {hubspot} HubSpot calls; "
        f"the classic connector's {CLASSIC_CALLS_A_RECORD} a record would be {classic} Salesforce calls"
    )


if __name__ == "__main__":
    sys.exit(main())
