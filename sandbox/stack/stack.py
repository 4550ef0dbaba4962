"""A running local stack, for the demo, the benchmarks and the tests."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, Literal, Self

from sandbox.aws.clients import Aws
from sandbox.aws.deploy import resources_of
from sandbox.aws.emulator import worker_marker
from sandbox.aws.failure import StackError
from sandbox.aws.invocation import invoke
from sandbox.aws.log_lines import log_lines
from sandbox.aws.shims.parameter_change import parameter_change
from sandbox.stack import process_table, simulators
from sandbox.stack.crm_client import HubspotClient, SalesforceClient
from sandbox.stack.env_file import read_env
from sandbox.stack.place import DEFAULT_PORT_BASE, Place
from sandbox.stack.start_up import is_up

QUEUES = (
    "ChangeQueue",
    "BulkChangeQueue",
    "ChangeDeadLetterQueue",
    "BulkChangeDeadLetterQueue",
    "EventDeadLetterQueue",
)


class Stack:
    """`env` is the content of `.sandbox/env`."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.env: Mapping[str, str] = read_env(place.env_file)
        self.aws = Aws(place.aws_port)

    @classmethod
    def running(cls, port_base: int = DEFAULT_PORT_BASE) -> Self:
        """Raises StackError when none runs on these ports."""
        place = Place(port_base)
        if not is_up(place):
            raise StackError(f"no local stack runs on ports {port_base} and up; `make sandbox-up` starts one")
        return cls(place)

    @cached_property
    def physical_ids(self) -> dict[str, str]:
        """By logical id: table names, queue URLs, function names …"""
        return resources_of(self.env["CRMSYNC_STACK"], self.aws)

    def invoke(self, function: str, event: object) -> Any:  # noqa: ANN401 -- whatever the function answers
        """`function` is a logical id. Raises FunctionFailedError."""
        return invoke(self.aws, self.physical_ids[function], event)

    def admin(self, command: str, **args: object) -> Any:  # noqa: ANN401 -- the command's result
        """Raises StackError when the command is refused."""
        answer = self.invoke("AdminFunction", {"command": command, "args": args})
        if not answer["ok"]:
            raise StackError(f"{command}: {answer['error']}")
        return answer["result"]

    def put_parameter(self, name: str, value: object) -> Any:  # noqa: ANN401 -- what config_guard answers
        """An administrator's edit of `/crmsync/<stage>/<name>`, and the event that follows it on AWS."""
        path = f"/crmsync/{self.env['CRMSYNC_STAGE']}/{name}"
        self.aws.ssm.put_parameter(
            Name=path, Value=json.dumps(value), Type="String", Overwrite=True, Tier="Intelligent-Tiering"
        )
        return self.invoke("ConfigGuardFunction", parameter_change(path))

    def hubspot(self, token: str | None = None) -> HubspotClient:
        """As a person, unless another token is given."""
        return HubspotClient(self.env["HUBSPOT_BASE_URL"], token or self.env["HUBSPOT_USER_TOKEN"])

    def salesforce(self, token: str | None = None) -> SalesforceClient:
        """As a person, unless another token is given."""
        return SalesforceClient(
            self.env["SALESFORCE_INSTANCE_URL"],
            token or self.env["SALESFORCE_USER_TOKEN"],
            self.env["SALESFORCE_API_VERSION"],
        )

    def control(
        self,
        side: Literal["hubspot", "salesforce"],
        endpoint: str,
        body: object = None,
        method: str = "POST",
    ) -> Any:  # noqa: ANN401 -- JSON
        """A call of `/__sim__/<endpoint>` of that simulator. Raises StackError."""
        url = self.place.hubspot_url if side == "hubspot" else self.place.salesforce_url
        return simulators.control(url, endpoint, body, method)

    def logs(self, function: str) -> list[str]:
        """What the function has printed, oldest first."""
        configuration = self.aws.functions.get_function_configuration(FunctionName=self.physical_ids[function])
        return log_lines(self.aws.logs, configuration["LoggingConfig"]["LogGroup"])

    def kill_workers(self, function: str) -> int:
        """SIGKILL to each process that runs the function, in the middle of whatever it does; how many there were."""
        marker = f"{self.place.emulator_home}/{worker_marker(self.physical_ids[function])}"
        workers = [process for process in process_table.running() if marker in process.command]
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
        return len(workers)

    def queue_depths(self) -> dict[str, int]:
        """By logical id: the messages that wait, are being worked on, or are delayed."""
        return {queue: self._depth(self.physical_ids[queue]) for queue in QUEUES}

    def _depth(self, queue_url: str) -> int:
        attributes = self.aws.sqs.get_queue_attributes(
            QueueUrl=queue_url,
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed",
            ],
        )["Attributes"]
        return sum(map(int, attributes.values()))
