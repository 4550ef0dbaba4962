"""The vendors' Node clients, installed once from the lock file beside this."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALL_TIMEOUT_S = 300


def _missing(reason: str) -> None:
    """Skips with the reason, or fails under STRICT=1."""
    if os.environ.get("STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _installed() -> bool:
    """npm leaves its own copy of the lock file behind when it is done."""
    done = HERE / "node_modules" / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime


@pytest.fixture(scope="session")
def node() -> str:
    """The path of a node that has both clients. Test processes that run side by side install only once."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        _missing("node and npm are not installed: the vendors' Node clients are not tested")
    assert node is not None
    assert npm is not None
    with (HERE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _installed():
            command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            ended = subprocess.run(
                command, cwd=HERE, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False
            )
            if ended.returncode:
                _missing(f"npm ci failed: {ended.stderr.strip()[-500:]}")
    return node
