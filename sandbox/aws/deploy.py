"""Deploys template.yaml from the source folders to the emulator, by CloudFormation."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import ClientError

from sandbox.aws.archive import LAYER_PREFIX, archive, key_of
from sandbox.aws.clients import Aws
from sandbox.aws.failure import StackError
from sandbox.aws.shims.emulator_rights import grant_emulator_rights
from sandbox.aws.shims.partner_event_bus import create_partner_event_bus
from sandbox.aws.shims.time_to_live import enable_time_to_live
from sandbox.aws.shims.worker_concurrency import restate_worker_concurrency
from sandbox.aws.template import Template, logical_ids, read_template, with_fixed_api_id, without_third_party_layer

CODE_BUCKET = "crmsync-code"
FUNCTION = "AWS::Serverless::Function"
LAYER = "AWS::Serverless::LayerVersion"
POLL_S = 0.1
DEADLINE_S = 60.0
LONGEST_REFUSAL = 1_000


@dataclass(frozen=True, slots=True)
class Deployment:
    """`project` holds template.yaml and the folders that it names; `api_id` is eight hexadecimal digits."""

    project: Path
    stack_name: str
    api_id: str
    parameters: Mapping[str, str]


def deploy(deployment: Deployment, aws: Aws) -> dict[str, str]:
    """Returns the physical id of each logical id. Raises StackError."""
    template = read_template(deployment.project / "template.yaml")
    without_third_party_layer(template)
    with_fixed_api_id(template, deployment.api_id)
    grant_emulator_rights(template)
    create_partner_event_bus(aws.events)
    _upload_code(template, deployment.project, aws)
    _create_stack(template, deployment, aws)
    physical_ids = resources_of(deployment.stack_name, aws)
    enable_time_to_live(template, physical_ids, aws.dynamodb)
    restate_worker_concurrency(aws.functions)
    return physical_ids


def resources_of(stack_name: str, aws: Aws) -> dict[str, str]:
    """The physical id of each logical id."""
    found = aws.cloudformation.describe_stack_resources(StackName=stack_name)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}


def outputs_of(stack_name: str, aws: Aws) -> dict[str, str]:
    stack = aws.cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _upload_code(template: Template, project: Path, aws: Aws) -> None:
    """Puts an S3 address in place of each folder."""
    aws.s3.create_bucket(Bucket=CODE_BUCKET)
    for resource_type, code, prefix in ((FUNCTION, "CodeUri", ""), (LAYER, "ContentUri", LAYER_PREFIX)):
        for name in logical_ids(template, resource_type):
            properties = template["Resources"][name]["Properties"]
            content = archive(project / properties[code], prefix)
            aws.s3.put_object(Bucket=CODE_BUCKET, Key=key_of(content), Body=content)
            properties[code] = f"s3://{CODE_BUCKET}/{key_of(content)}"


def _create_stack(template: Template, deployment: Deployment, aws: Aws) -> None:
    try:
        aws.cloudformation.create_stack(
            StackName=deployment.stack_name,
            TemplateURL=_upload_template(template, aws),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in deployment.parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
    except ClientError as refusal:
        raise StackError(f"template.yaml was refused: {str(refusal)[:LONGEST_REFUSAL]}") from refusal
    _await_completion(deployment.stack_name, aws)


def _upload_template(template: Template, aws: Aws) -> str:
    """A request may hold 51,200 bytes of a template, a file in S3 a megabyte."""
    content = json.dumps(template, separators=(",", ":")).encode()
    key = f"{hashlib.md5(content, usedforsecurity=False).hexdigest()}.json"
    aws.s3.put_object(Bucket=CODE_BUCKET, Key=key, Body=content)
    return f"{aws.endpoint}/{CODE_BUCKET}/{key}"


def _await_completion(stack_name: str, aws: Aws) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        status = aws.cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]["StackStatus"]
        if status == "CREATE_COMPLETE":
            return
        if not status.endswith("IN_PROGRESS") or status.startswith("ROLLBACK"):
            raise StackError(f"stack {stack_name} is {status}: {_failures(stack_name, aws)}")
        time.sleep(POLL_S)
    raise StackError(f"stack {stack_name} was not complete after {DEADLINE_S:.0f} s")


def _failures(stack_name: str, aws: Aws) -> str:
    events = aws.cloudformation.describe_stack_events(StackName=stack_name)["StackEvents"]
    return "; ".join(
        f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}"
        for event in events
        if event.get("ResourceStatus") == "CREATE_FAILED"
    )
