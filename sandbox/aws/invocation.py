"""One synchronous invocation of a deployed function."""

from __future__ import annotations

import json
from typing import Any

from sandbox.aws.clients import Aws
from sandbox.aws.failure import FunctionFailedError


def invoke(aws: Aws, function_name: str, event: object) -> Any:  # noqa: ANN401 -- whatever the function answers
    """Returns the decoded answer. Raises FunctionFailedError."""
    answer = aws.functions.invoke(FunctionName=function_name, Payload=json.dumps(event).encode())
    payload = json.loads(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        raise FunctionFailedError(f"{function_name}: {_message(payload)}")
    return payload


def _message(payload: object) -> str:
    return str(payload.get("errorMessage", payload)) if isinstance(payload, dict) else str(payload)
