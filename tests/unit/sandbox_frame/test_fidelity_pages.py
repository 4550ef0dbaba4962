"""The fidelity pages name only tests and settings that exist, and a test for every fact."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings

ROOT = Path(__file__).resolve().parents[3]
HEADS = {"fact", "---"}


@dataclass(frozen=True)
class Page:
    name: str
    settings: type
    folders: tuple[str, ...]
    """Of `tests/`, where the tests that it names are, unless their folder stands behind the name."""

    @property
    def text(self) -> str:
        return (ROOT / "docs" / f"fidelity-{self.name}.md").read_text()

    @property
    def rows(self) -> list[list[str]]:
        """Fact, mark, tests."""
        lines = [line for line in self.text.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
        return [row for row in cells if row[0].split("|")[0] not in HEADS]


HUBSPOT = ("unit/hubspot_simulator", "contract/hubspot_simulator", "contract/node")
SALESFORCE = ("unit/salesforce_simulator", "contract/salesforce_simulator", "contract/node")
PAGES = [Page("hubspot", HubspotSettings, HUBSPOT), Page("salesforce", SalesforceSettings, SALESFORCE)]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def names_in(*folders: str) -> set[str]:
    sources = [file.read_text() for folder in folders for file in (ROOT / "tests" / folder).glob("test_*.py")]
    return {name for source in sources for name in re.findall(r"^ *def (test_\w+)\(", source, re.MULTILINE)}


@each_page
def test_every_named_test_exists(page: Page) -> None:
    named = re.findall(r"`(test_\w+)`(?:[^|`]*\(([a-z_]+/[a-z_]+)\))?", page.text)
    assert len(named) > 100
    elsewhere = {folder for _, folder in named if folder}
    existing = names_in(*page.folders, *elsewhere)
    assert [name for name, _ in named if name not in existing] == []


@each_page
def test_every_fact_has_a_mark_and_a_test(page: Page) -> None:
    assert len(page.rows) > 70
    for fact, mark, tests in page.rows:
        assert set(re.findall(r"\b[VDK]\b", mark)) or mark == "–", fact
        assert "`test_" in tests or (mark, tests) == ("–", "–"), fact


@each_page
def test_every_named_setting_exists(page: Page) -> None:
    facts = " ".join(row[0] for row in page.rows)
    bracketed = re.findall(r"\(((?:`[a-z_]+`(?:, )?)+)", facts)
    named = {name for group in bracketed for name in re.findall(r"`([a-z_]+)`", group)}
    assert len(named) > 20
    assert named <= {one.name for one in fields(page.settings)}
