"""The AWS emulator (ministack): the environment that it runs in, and its address."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

REGION = "us-east-1"
COMMAND = (sys.executable, "-m", "ministack")
WORKER_PREFIX = "ministack-lambda-"
"""Starts the name of each worker's folder; the function's name follows."""


def endpoint(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def credentials(port: int) -> dict[str, str]:
    """What any AWS SDK needs to reach the emulator."""
    return {
        "AWS_ENDPOINT_URL": endpoint(port),
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def environment(port: int, home: Path) -> dict[str, str]:
    """A built-up environment: the functions inherit all of it, so nothing of the developer's shell may be in it."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(home),
        "TMPDIR": str(home),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "AUTH": "true",  # roles are enforced, so that a right that is missing shows here and not first on AWS
        "LOG_LEVEL": "WARNING",
        **credentials(port),
    }


def is_healthy(port: int) -> bool:
    return answers(f"{endpoint(port)}/_ministack/health")


def answers(url: str) -> bool:
    """Whether something answers there with a success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def webhook_base_url(port: int, api_id: str) -> str:
    """The address of the default stage of an HTTP API; the emulator's own host names do not resolve everywhere."""
    return f"{endpoint(port)}/_aws/execute-api/{api_id}"


def worker_marker(function_name: str) -> str:
    """In the command line of each worker process of the function."""
    return f"{WORKER_PREFIX}{function_name}-"
