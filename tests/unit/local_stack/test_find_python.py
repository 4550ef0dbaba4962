"""Which Python the virtual environments are made with, and what is said where none will do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.stack.place import PROJECT

SCRIPT = PROJECT / "requirements" / "find-python"
FAKE = """#!/bin/sh
[ "$1" = --version ] && {{ echo "Python {version}"; exit 0; }}
exec {python} -c "import sys; sys.version_info = ({tuple}); exec(sys.argv[1])" "$2"
"""


def put(folder: Path, name: str, version: str) -> None:
    """A Python that says that it is this version; it prints the test's own as its path."""
    file = folder / name
    file.write_text(FAKE.format(version=version, python=sys.executable, tuple=version.replace(".", ", ")))
    file.chmod(0o755)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PATH of its own, in which nothing is but a shell."""
    shell = shutil.which("sh")
    assert shell
    (tmp_path / "sh").symlink_to(shell)
    return tmp_path


def found(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(folder), **environment}
    return subprocess.run([folder / "sh", SCRIPT], env=env, capture_output=True, text=True, timeout=20, check=False)


def test_the_templates_python_is_taken_without_a_word(folder: Path) -> None:
    put(folder, "python3.13", "3.13.0")
    put(folder, "python3", "3.11.2")
    answer = found(folder, STRICT="1")
    assert (answer.returncode, answer.stdout.strip(), answer.stderr) == (0, sys.executable, "")


def test_a_shim_that_is_another_version_does_not_count(folder: Path) -> None:
    put(folder, "python3.13", "3.12.1")
    answer = found(folder, STRICT="1")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "Python 3.13, the template's runtime, is missing\n"


def test_another_one_is_named(folder: Path) -> None:
    put(folder, "python3", "3.11.2")
    answer = found(folder)
    assert (answer.returncode, answer.stdout.strip()) == (0, str(folder / "python3"))
    assert answer.stderr == "Python 3.13, the template's runtime, is missing: using Python 3.11.2\n"


def test_one_that_is_too_old_is_refused(folder: Path) -> None:
    put(folder, "python3", "3.10.13")
    answer = found(folder)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "Python 3.10.13 is too old: install Python 3.13\n"


def test_none_at_all(folder: Path) -> None:
    answer = found(folder)
    assert (answer.returncode, answer.stderr) == (1, "Python is missing: install Python 3.13\n")
