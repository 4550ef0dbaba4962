"""The fidelity page names only tests and settings that exist."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from sandbox.hubspot.settings import HubspotSettings

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "fidelity-hubspot.md").read_text()
FOLDERS = ("unit/hubspot_simulator", "contract/hubspot_simulator", "contract/node")


def test_every_named_test_exists() -> None:
    sources = [file.read_text() for folder in FOLDERS for file in (ROOT / "tests" / folder).glob("test_*.py")]
    existing = {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 60
    assert named <= existing


def test_every_named_setting_exists() -> None:
    bracketed = re.findall(r"\(((?:`\w+`(?:, )?)+)\)", PAGE)
    named = {name for group in bracketed for name in re.findall(r"`(\w+)`", group)} - {"0"}
    assert named <= {one.name for one in fields(HubspotSettings)}
