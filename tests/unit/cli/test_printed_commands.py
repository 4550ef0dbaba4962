"""What the pages and the product's own texts tell an administrator to type, the command line takes."""

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from crmsync.cli.main import COMMANDS
from crmsync.cli.parser import parser_of

from tests.unit.cli.printed_commands import mentioned, typed

ROOT = Path(__file__).parents[3]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")))
SOURCES = tuple(
    path for part in ("layers/crmsync/crmsync", "functions", "sandbox") for path in (ROOT / part).rglob("*.py")
)
FAMILIES = {command.name.split()[0] for command in COMMANDS if " " in command.name}
EVERYWHERE = {"--json", "--sandbox", "--stage", "--stack", "--function"}


@cache
def options_of(name: str) -> frozenset[str]:
    (command,) = (one for one in COMMANDS if one.name == name)
    parser = ArgumentParser()
    command.add_arguments(parser)
    return frozenset(re.findall(r"--[a-z-]+", parser.format_help())) | EVERYWHERE


def is_right(words: list[str]) -> bool:
    """A mention may leave arguments out, or have a placeholder for them, and may be of a family (`crmsync import`)."""
    if words[0] in FAMILIES and len(words) == 1:
        return True
    names = {" ".join(words[:2]), words[0]} & {command.name for command in COMMANDS}
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    return any(given <= options_of(name) for name in names)


def texts(source: str) -> Iterator[str]:
    """Each string of a module; what it puts into one is `X`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_commands_and_options_that_exist(page: Path) -> None:
    assert [" ".join(words) for words in mentioned(page.read_text(encoding="utf-8")) if not is_right(words)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_lines_of_a_page_may_be_typed_as_they_are(page: Path) -> None:
    parser = parser_of(COMMANDS)
    for words in typed(page.read_text(encoding="utf-8")):
        parser.parse_args(words)


def test_the_product_names_commands_and_options_that_exist() -> None:
    told = {
        text for path in SOURCES if "crmsync " in (code := path.read_text(encoding="utf-8")) for text in texts(code)
    }
    named = [words for text in told for words in mentioned(text)]
    assert len(named) > 40
    assert [" ".join(words) for words in named if not is_right(words)] == []


@pytest.mark.parametrize("told", ["parked", "import begin", "resync --field fax", "links", "record ID --plan"])
def test_what_does_not_exist_is_noticed(told: str) -> None:
    assert is_right(told.split()) == (told in {"links", "record ID --plan"})
