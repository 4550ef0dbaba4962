"""The emulator sends no event when a parameter changes; this is the event that AWS would send."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.emulator import REGION

ACCOUNT = "000000000000"


def parameter_change(name: str, operation: str = "Update") -> dict[str, Any]:
    """To invoke ConfigGuardFunction with. `operation` is Create, Update or Delete."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Parameter Store Change",
        "source": "aws.ssm",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{name}"],
        "detail": {"operation": operation, "name": name, "type": "String", "description": ""},
    }
