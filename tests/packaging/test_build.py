"""What is deployed: it works without this repository around it, and holds nothing else."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from sandbox.aws.template import logical_ids, read_template

pytestmark = [pytest.mark.sam, pytest.mark.timeout(400)]

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-sam" / "bin" / "python3.13"
FUNCTIONS = logical_ids(read_template(ROOT / "template.yaml"), "AWS::Serverless::Function")
LAMBDA_LIMIT = 250 * 1024 * 1024
"""Unzipped, over all layers and the function."""


def isolated(folder: Path, built: Path, code: str) -> str:
    """Runs code as Lambda would find it: the function's folder and the layers, and no other package."""
    layers = os.pathsep.join(str(built / layer / "python") for layer in ("DepsLayer", "CrmsyncLayer"))
    outcome = subprocess.run(
        [PYTHON, "-s", "-S", "-B", "-c", code],
        cwd=folder,
        env={"PYTHONPATH": layers},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return outcome.stdout.strip()


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_imports_alone_with_an_empty_environment(built: Path, function: str) -> None:
    assert isolated(built / function, built, "import app; print(callable(app.handler))") == "True"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_answers_the_warm_up_alone(built: Path, function: str) -> None:
    code = "import app; answer = app.handler({'warmup': True}, None); print(type(answer).__name__)"
    assert isolated(built / function, built, code) in {"dict", "NoneType"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_folder_holds_one_module(built: Path, function: str) -> None:
    assert files_of(built / function) == {"app.py"}


def test_the_shared_layer_holds_the_package_and_nothing_else(built: Path) -> None:
    files = files_of(built / "CrmsyncLayer")
    assert "python/crmsync/__init__.py" in files
    assert {Path(file).parts[:2] for file in files} == {("python", "crmsync")}


def test_nothing_that_serves_development_is_deployed(built: Path) -> None:
    packages = {path.name for layer in ("DepsLayer", "CrmsyncLayer") for path in (built / layer / "python").iterdir()}
    assert not packages & {"sandbox", "tests", "benchmarks", "functions", "ministack", "samtranslator", "pytest"}


def test_no_deployed_module_imports_what_serves_development(built: Path) -> None:
    sources = [*(built / "CrmsyncLayer").rglob("*.py"), *(built / name / "app.py" for name in FUNCTIONS)]
    assert len(sources) > len(FUNCTIONS)
    imported = re.compile(r"^\s*(?:from|import) (?:sandbox|tests|benchmarks)\b", re.MULTILINE)
    assert not [path for path in sources if imported.search(path.read_text())]


def test_the_third_party_layer_is_what_the_lock_says(built: Path) -> None:
    lines = (ROOT / "layers" / "deps" / "requirements.txt").read_text().splitlines()
    locked = {line.split(" ")[0] for line in lines if "==" in line and not line.startswith(" ")}
    code = (
        "import importlib.metadata as found\n"
        "for each in found.distributions():\n"
        "    print(each.metadata['Name'].lower().replace('_', '-') + '==' + each.version)"
    )
    shipped = set(isolated(built / "DepsLayer", built, code).splitlines())
    assert shipped
    assert shipped <= locked


def test_everything_together_is_within_lambda_s_limit(built: Path) -> None:
    layers = (built / layer for layer in ("DepsLayer", "CrmsyncLayer"))
    assert sum(path.stat().st_size for layer in layers for path in layer.rglob("*") if path.is_file()) < LAMBDA_LIMIT
