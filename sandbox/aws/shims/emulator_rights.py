"""The emulator enforces roles, and asks for more than AWS in a few places; this grants it locally.

- A batch call of SQS needs a right of its own; on AWS the single call's right covers it.
- BatchExecuteStatement needs a right of its own, on everything; AWS checks each statement against its table.
- GetParametersByPath is checked against all parameters; AWS checks the path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.aws.template import Template, logical_ids

BATCH_ACTIONS = {
    "sqs:SendMessage": "sqs:SendMessageBatch",
    "sqs:DeleteMessage": "sqs:DeleteMessageBatch",
}
UNBOUND_ACTIONS = {
    "ssm:GetParametersByPath": "ssm:GetParametersByPath",
    "dynamodb:PartiQLUpdate": "dynamodb:BatchExecuteStatement",
}


def grant_emulator_rights(template: Template) -> None:
    for role in logical_ids(template, "AWS::IAM::Role"):
        for policy in template["Resources"][role]["Properties"].get("Policies", []):
            document = policy["PolicyDocument"]
            document["Statement"] = [wider for statement in document["Statement"] for wider in _widened(statement)]


def _widened(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    batches = [BATCH_ACTIONS[action] for action in actions if action in BATCH_ACTIONS]
    yield {**statement, "Action": [*actions, *batches]}
    unbound = [UNBOUND_ACTIONS[action] for action in actions if action in UNBOUND_ACTIONS]
    if unbound:
        yield {"Effect": "Allow", "Action": unbound, "Resource": "*"}
