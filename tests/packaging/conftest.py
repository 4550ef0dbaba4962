from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAM_BIN = ROOT / ".venv-sam" / "bin"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sam build` makes of the template, for this machine's own architecture."""
    folder = tmp_path_factory.mktemp("build")
    architecture = "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "x86_64"
    environment = {
        **os.environ,
        "PATH": f"{SAM_BIN}{os.pathsep}{os.environ['PATH']}",
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = ["sam", "build", "--parallel", "--no-cached", "--build-dir", str(folder / "built")]
    outcome = subprocess.run(
        [*command, "--parameter-overrides", f"Architecture={architecture}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return folder / "built"
