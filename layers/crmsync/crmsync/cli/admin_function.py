"""Asks the deployed admin function. Its rights are the caller's AWS rights: it has no public route."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from crmsync.cli.failure import CliError
from crmsync.cli.target import Target

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

OUTPUT = "AdminFunctionName"
# Longer than the function's own timeout; never sent twice, since a command may change something.
PATIENT = Config(connect_timeout=5, read_timeout=70, retries={"total_max_attempts": 1})


class Ask(Protocol):
    def __call__(self, command: str, args: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON is any value
        """The command's result. Raises CliError."""


class AdminFunction:
    """The Ask of a target; looks the function's name up when it is first needed."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._session = boto3.Session(
            aws_access_key_id=target.aws.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=target.aws.get("AWS_SECRET_ACCESS_KEY"),
            region_name=target.aws.get("AWS_DEFAULT_REGION"),
        )
        self._endpoint = target.aws.get("AWS_ENDPOINT_URL")

    def __call__(self, command: str, args: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON is any value
        try:
            name = self._target.function or self._function_name()
            return answer_of(self._invoke(name, {"command": command, "args": dict(args)}))
        except (BotoCoreError, ClientError) as error:
            raise CliError("aws", str(error)) from error

    def _invoke(self, name: str, request: Mapping[str, Any]) -> bytes:
        client: LambdaClient = self._session.client("lambda", endpoint_url=self._endpoint, config=PATIENT)
        answer = client.invoke(FunctionName=name, Payload=json.dumps(request).encode())
        payload = answer["Payload"].read()
        if "FunctionError" in answer:
            raise CliError("function_failed", f"{name} failed: {_error_message(payload)}")
        return payload

    def _function_name(self) -> str:
        client = self._session.client("cloudformation", endpoint_url=self._endpoint, config=PATIENT)
        stacks = client.describe_stacks(StackName=self._target.stack)["Stacks"]
        for output in stacks[0].get("Outputs", []):
            if output.get("OutputKey") == OUTPUT:
                return output["OutputValue"]
        raise CliError("no_function", f"stack {self._target.stack} has no output {OUTPUT}; give --function")


def answer_of(payload: bytes) -> Any:  # noqa: ANN401 - JSON is any value
    """The result in the function's answer. Raises CliError with the function's own code and message."""
    try:
        answer = json.loads(payload)
        if answer["ok"]:
            return answer["result"]
        error = answer["error"]
        code, message = str(error["code"]), str(error["message"])
    except (ValueError, TypeError, KeyError) as broken:
        raise CliError("function_failed", "the admin function's answer is not understood") from broken
    raise CliError(code, message)


def _error_message(payload: bytes) -> str:
    try:
        return str(json.loads(payload)["errorMessage"])
    except (ValueError, TypeError, KeyError):
        return "no reason given"
