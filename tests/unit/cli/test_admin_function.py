"""Asking the deployed function, with AWS's clients stubbed."""

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from crmsync.cli.admin_function import AdminFunction, answer_of
from crmsync.cli.failure import CliError
from crmsync.cli.target import Target

LOCAL = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class FakeAws:
    """Stands for the Lambda and the CloudFormation client; `clients` are how they were made."""

    def __init__(self) -> None:
        self.clients: list[tuple[str, str | None]] = []
        self.invoked: list[tuple[str, Any]] = []
        self.outputs: list[dict[str, str]] = [{"OutputKey": "AdminFunctionName", "OutputValue": "admin-1"}]
        self.payload = b'{"ok": true, "result": {"a": 1}}'
        self.function_error: str | None = None
        self.error: Exception | None = None

    def client(self, service: str, endpoint_url: str | None = None, config: Any = None) -> "FakeAws":
        self.clients.append((service, endpoint_url))
        return self

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803 - boto3's own name
        return {"Stacks": [{"StackName": StackName, "Outputs": self.outputs}]}

    def invoke(self, FunctionName: str, Payload: bytes) -> Any:  # noqa: N803 - boto3's own names
        if self.error is not None:
            raise self.error
        self.invoked.append((FunctionName, json.loads(Payload)))
        answer: dict[str, Any] = {"Payload": io.BytesIO(self.payload)}
        return answer | ({"FunctionError": self.function_error} if self.function_error else {})


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    fake = FakeAws()
    monkeypatch.setattr("crmsync.cli.admin_function.boto3.Session", lambda **_: fake)
    return fake


def test_the_function_is_found_in_the_stacks_outputs(aws: FakeAws) -> None:
    assert AdminFunction(Target("crmsync-dev"))("status", {"x": 1}) == {"a": 1}
    assert aws.invoked == [("admin-1", {"command": "status", "args": {"x": 1}})]
    assert aws.clients == [("cloudformation", None), ("lambda", None)]


def test_a_named_function_needs_no_look_up(aws: FakeAws) -> None:
    AdminFunction(Target("crmsync-dev", function="admin-2", aws=LOCAL))("status", {})
    assert aws.invoked[0][0] == "admin-2"
    assert aws.clients == [("lambda", LOCAL["AWS_ENDPOINT_URL"])]


def failure(ask: AdminFunction) -> CliError:
    with pytest.raises(CliError) as failed:
        ask("status", {})
    return failed.value


def test_a_stack_without_the_output(aws: FakeAws) -> None:
    aws.outputs = []
    assert failure(AdminFunction(Target("other"))).code == "no_function"


def test_a_function_that_crashed(aws: FakeAws) -> None:
    aws.function_error, aws.payload = "Unhandled", b'{"errorMessage": "division by zero"}'
    assert failure(AdminFunction(Target("s"))).message == "admin-1 failed: division by zero"


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied", "Message": "not yours"}}, "Invoke"),
        EndpointConnectionError(endpoint_url="http://127.0.0.1:9"),
    ],
)
def test_what_aws_refuses(aws: FakeAws, error: Exception) -> None:
    aws.error = error
    assert failure(AdminFunction(Target("s"))).code == "aws"


def test_without_connection() -> None:
    assert failure(AdminFunction(Target("s", aws=LOCAL))).code == "aws"


@pytest.mark.parametrize("payload", [b"", b"null", b"{}", b'{"ok": false}', b'{"ok": true}', b"<html>"])
def test_an_answer_that_is_not_understood(payload: bytes) -> None:
    with pytest.raises(CliError) as failed:
        answer_of(payload)
    assert failed.value.code == "function_failed"


def test_a_refusal_keeps_code_and_message() -> None:
    with pytest.raises(CliError) as failed:
        answer_of(b'{"ok": false, "error": {"code": "not_found", "message": "nobody"}}')
    assert (failed.value.code, failed.value.message) == ("not_found", "nobody")
