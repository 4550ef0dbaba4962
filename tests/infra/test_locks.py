"""The lock files: all by hash, nothing of the machine that made them, and what is installed is what is locked."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LAYER_LOCK = ROOT / "layers" / "deps" / "requirements.txt"
LOCKS = [LAYER_LOCK, ROOT / "requirements" / "dev.txt", ROOT / "requirements" / "sam.txt"]


def pins(lock: Path) -> list[Requirement]:
    """The packages of a lock file that this platform and Python need."""
    lines = [line for line in lock.read_text().splitlines() if line and not line.startswith((" ", "#"))]
    found = [Requirement(line.removesuffix("\\").strip()) for line in lines]
    return [pin for pin in found if pin.marker is None or pin.marker.evaluate()]


def version_of(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    assert specifier.operator == "=="
    return specifier.version


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_has_an_exact_version_and_hashes(lock: Path) -> None:
    text = lock.read_text()
    names = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(names) > 20
    assert all("==" in line and line.endswith("\\") for line in names)
    assert text.count("\\\n    --hash=sha256:") >= len(names)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_registry_and_no_path_is_in_a_lock(lock: Path) -> None:
    text = lock.read_text()
    assert not [
        word for word in ("://", "--index-url", "--find-links", "--extra-index", " @ ", "/home/") if word in text
    ]


def test_the_local_stack_runs_on_the_packages_of_the_layer() -> None:
    """The emulator's functions see this environment in place of the layer."""
    locked = {pin.name: version_of(pin) for pin in pins(LAYER_LOCK)}
    installed = {name: importlib.metadata.version(name) for name in locked}
    assert installed == locked


def test_development_and_layer_agree() -> None:
    development = {pin.name: version_of(pin) for pin in pins(ROOT / "requirements" / "dev.txt")}
    for pin in pins(LAYER_LOCK):
        assert development[pin.name] == version_of(pin)


def test_nothing_that_needs_the_tracer_is_shipped() -> None:
    assert not {pin.name for pin in pins(LAYER_LOCK)} & {"aws-xray-sdk", "wrapt", "pytest", "ministack"}
