"""Starts a local stack in the background and returns when it is ready: every function has answered."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence

from sandbox.aws import emulator
from sandbox.aws.clients import Aws
from sandbox.aws.deploy import deploy, outputs_of
from sandbox.aws.failure import StackError
from sandbox.aws.readiness import activate_configuration, check_functions
from sandbox.stack import simulators
from sandbox.stack.background import Background, Launch, start, tail
from sandbox.stack.credentials import Credentials
from sandbox.stack.env_file import write_env
from sandbox.stack.local_deployment import STACK_NAME, local_deployment
from sandbox.stack.place import Place
from sandbox.stack.ports import taken_ports
from sandbox.stack.process_file import read_processes, write_processes
from sandbox.stack.published_env import published_env
from sandbox.stack.shared_env import share_env
from sandbox.stack.tear_down import tear_down

HEALTH_POLL_S = 0.05
HEALTH_DEADLINE_S = 20.0


def is_up(place: Place) -> bool:
    processes = read_processes(place.process_file)
    return place.env_file.exists() and bool(processes) and all(process.is_running() for process in processes)


def start_up(place: Place, schedules: str = "ENABLED") -> None:
    """`schedules` DISABLED: polls and other rounds run only when invoked.

    Does nothing when the stack is up. Raises StackError after having stopped what was started.
    """
    if is_up(place):
        return
    tear_down(place)
    _prepare_folder(place)
    try:
        _bring_up(place, schedules)
    except BaseException:
        tear_down(place)
        raise


def _prepare_folder(place: Place) -> None:
    taken = taken_ports(place.ports)
    if taken:
        raise StackError(f"port {taken[0]} is in use by another program; choose others, such as PORT_BASE=17000")
    shutil.rmtree(place.folder, ignore_errors=True)
    place.emulator_home.mkdir(parents=True)
    place.logs.mkdir()


def _bring_up(place: Place, schedules: str) -> None:
    credentials = Credentials.of(place)
    processes = _start_processes(place, credentials)
    aws = Aws(place.aws_port)
    _await(processes[:1], place, lambda: emulator.is_healthy(place.aws_port))
    physical_ids = deploy(local_deployment(place, schedules), aws)
    outputs = outputs_of(STACK_NAME, aws)
    credentials.fill(aws.secrets, physical_ids)
    _await(processes[1:], place, lambda: all(map(simulators.is_healthy, (place.hubspot_url, place.salesforce_url))))
    simulators.subscribe_webhooks(place.hubspot_url, outputs["HubspotWebhookUrl"])
    simulators.relay_change_events(place.salesforce_url, credentials.salesforce)
    _check(physical_ids, aws)
    write_env(place.env_file, published_env(place, credentials, outputs))
    share_env(place)


def _start_processes(place: Place, credentials: Credentials) -> list[Background]:
    """Each is written down before the next one starts, so that a failure leaves none behind."""
    processes: list[Background] = []
    for launch in _launches(place, credentials):
        processes.append(start(launch, place.log_of(launch.name)))
        write_processes(place.process_file, processes)
    return processes


def _launches(place: Place, credentials: Credentials) -> tuple[Launch, ...]:
    home = place.emulator_home
    return (
        Launch("aws", emulator.COMMAND, emulator.environment(place.aws_port, home), home),
        simulators.launch_of("hubspot", place.hubspot_port, credentials.hubspot, place),
        simulators.launch_of("salesforce", place.salesforce_port, credentials.salesforce, place),
    )


def _await(processes: Sequence[Background], place: Place, is_healthy: Callable[[], bool]) -> None:
    deadline = time.monotonic() + HEALTH_DEADLINE_S
    while not is_healthy():
        for process in processes:
            if not process.is_running():
                raise StackError(f"{process.name} ended:\n{tail(place.log_of(process.name))}")
        if time.monotonic() > deadline:
            names = ", ".join(process.name for process in processes)
            raise StackError(f"{names}: no answer after {HEALTH_DEADLINE_S:.0f} s; see {place.logs}")
        time.sleep(HEALTH_POLL_S)


def _check(physical_ids: Mapping[str, str], aws: Aws) -> None:
    functions = {name: found for name, found in physical_ids.items() if name.endswith("Function")}
    check_functions(functions.values(), aws)
    activate_configuration(functions["ConfigGuardFunction"], functions["AdminFunction"], aws)
