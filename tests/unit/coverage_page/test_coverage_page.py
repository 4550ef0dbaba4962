from __future__ import annotations

from itertools import chain
from pathlib import Path

from crmsync.cli.main import COMMANDS

from tests.coverage_page import (
    KINDS,
    NOT_BUILT,
    PAGE,
    ROOT,
    Proof,
    Statement,
    marked,
    page,
    read_proofs,
    read_statements,
)

EXPECTED = [f"S{number}" for number in chain(range(1, 23), range(29, 59), range(70, 105))]

SOURCE = """
import pytest

pytestmark = [pytest.mark.stack, pytest.mark.s("S1")]

@pytest.mark.s("S2", "S3")
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.s("S4"))])
def test_one(x): ...

@pytest.mark.s("S5")
class TestTwo:
    @pytest.mark.s("S6")
    def test_three(self): ...

@pytest.mark.s("S7")
def no_test(): ...
"""


def test_the_page_is_up_to_date() -> None:
    """Else: `python -m tests.coverage_page`."""
    assert PAGE.read_text(encoding="utf-8") == page(read_statements(), read_proofs())


def test_every_statement_is_there() -> None:
    statements = read_statements()
    assert [one.id for one in statements] == EXPECTED
    assert {one.kind for one in statements} == set(KINDS)


def test_an_admin_surface_has_a_command_that_exists_and_is_shown_or_is_hubspots_own() -> None:
    surfaces = [one for one in read_statements() if one.kind == "admin surface"]
    assert [one.id for one in surfaces if not (one.command or one.untested)] == []
    known = tuple(f"crmsync {command.name}" for command in COMMANDS)
    told = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")])
    told = told.replace(PAGE.read_text(encoding="utf-8"), "")
    for command in {one.command for one in surfaces if one.command}:
        assert command.startswith(known), command
        assert command in told, command


def test_only_statements_that_exist_are_proved() -> None:
    assert set(read_proofs()) <= set(EXPECTED)


def test_what_has_a_test_is_not_excused() -> None:
    proofs = read_proofs()
    assert [one.id for one in read_statements() if one.untested and one.id in proofs] == []


def test_marks_are_found_wherever_they_are() -> None:
    assert list(marked(SOURCE)) == [
        ("", "S1"),
        ("test_one", "S2"),
        ("test_one", "S3"),
        ("test_one", "S4"),
        ("test_three", "S5"),
        ("test_three", "S6"),
    ]


def test_proofs_are_found_by_file(tmp_path: Path) -> None:
    (tmp_path / "tests" / "unit").mkdir(parents=True)
    (tmp_path / "tests" / "unit" / "test_a.py").write_text("@pytest.mark.s('S1')\ndef test_b(): ...\n")
    assert read_proofs(tmp_path / "tests") == {"S1": [Proof("tests/unit/test_a.py", "test_b")]}


def test_a_row_has_tests_or_says_why_not() -> None:
    statements = [
        Statement("S1", "One.", "behaviour"),
        Statement("S2", "Two.", "context", "A fact."),
        Statement("S3", "Three.", "behaviour"),
        Statement("S4", "Four.", "behaviour", lacks="half of it"),
        Statement("S5", "Five.", "admin surface", command="crmsync five"),
    ]
    proof = Proof("tests/test_a.py", "test_b")
    text = page(statements, {"S1": [proof, Proof("tests/test_a.py", "")], "S4": [proof], "S5": [proof]})
    assert "5 statements: 3 with tests, 1 that need none, 1 not built yet." in text
    assert text.splitlines()[-5:] == [
        "| S1 | One. | behaviour | [test_a.py](../tests/test_a.py), [test_b](../tests/test_a.py) |",
        "| S2 | Two. | context | A fact. |",
        f"| S3 | Three. | behaviour | {NOT_BUILT} |",
        "| S4 | Four. | behaviour | [test_b](../tests/test_a.py); not built yet: half of it |",
        "| S5 | Five. | admin surface | `crmsync five`: [test_b](../tests/test_a.py) |",
    ]
