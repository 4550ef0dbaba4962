"""Writes docs/coverage.md: what the connector is known to do, and the tests that prove it here.

Run `python -m tests.coverage_page`. Tests name the statements by `@pytest.mark.s("S1", …)`; they are read, and not
imported.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
PAGE = ROOT / "docs" / "coverage.md"
STATEMENTS = TESTS / "coverage_statements.toml"

NOT_BUILT = "not built yet"
KINDS = ("behaviour", "admin surface", "context")

HEADING = """# Coverage of the connector's documented behaviour

Each row is a statement about HubSpot's own Salesforce connector, in short, and the tests that prove that crmsync does
the same. *Behaviour* is what happens to records, *admin surface* what an administrator sees and sets, with the command
that shows or sets it here, *context* a fact that asks nothing of a program. `python -m tests.coverage_page` writes this
page.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """`untested` says why no test can prove it; empty where one can. `lacks` is the part that is not built yet.
    `command` is of an admin surface, as the README or a page of docs shows it.
    """

    id: str
    text: str
    kind: str
    untested: str = ""
    lacks: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """One test; an empty `test` is a whole file that is marked."""

    file: str
    test: str


def read_statements() -> list[Statement]:
    given = tomllib.loads(STATEMENTS.read_text(encoding="utf-8"))
    return [Statement(name, **row) for name, row in given.items()]


def read_proofs(folder: Path = TESTS) -> dict[str, list[Proof]]:
    """By statement id: the tests that bear its mark."""
    proofs: dict[str, list[Proof]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        if "node_modules" in path.parts:
            continue
        file = path.relative_to(folder.parent).as_posix()
        for test, name in marked(path.read_text(encoding="utf-8")):
            proofs.setdefault(name, []).append(Proof(file, test))
    return proofs


def marked(source: str) -> Iterator[tuple[str, str]]:
    """Pairs of a test's name and a statement's id; a mark on a class is a mark on each of its tests."""
    module = ast.parse(source)
    for name in _ids(list(_module_marks(module))):
        yield "", name
    yield from _marked_in(module.body, [])


def _marked_in(body: Sequence[ast.stmt], inherited: Sequence[str]) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _marked_in(node.body, [*inherited, *_ids(node.decorator_list)])
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for name in dict.fromkeys([*inherited, *_ids(node.decorator_list)]):
                yield node.name, name


def _module_marks(module: ast.Module) -> Iterator[ast.expr]:
    for node in module.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["pytestmark"]:
            yield node.value


def _ids(expressions: Sequence[ast.expr]) -> list[str]:
    """Also of marks within a parametrization."""
    calls = [node for expression in expressions for node in ast.walk(expression) if isinstance(node, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.s"]
    return [str(ast.literal_eval(argument)) for mark in marks for argument in mark.args]


def page(statements: Sequence[Statement], proofs: Mapping[str, Sequence[Proof]]) -> str:
    rows = [_row(one, proofs.get(one.id, ())) for one in statements]
    table = ["| id | statement | kind | tests |", "|---|---|---|---|", *rows]
    return "\n".join([HEADING, _summary(statements, proofs), "", *table, ""])


def _summary(statements: Sequence[Statement], proofs: Mapping[str, Sequence[Proof]]) -> str:
    tested = sum(one.id in proofs for one in statements)
    excused = sum(one.id not in proofs and bool(one.untested) for one in statements)
    rest = len(statements) - tested - excused
    return f"{len(statements)} statements: {tested} with tests, {excused} that need none, {rest} {NOT_BUILT}."


def _row(statement: Statement, proofs: Sequence[Proof]) -> str:
    tests = ", ".join(_link(proof) for proof in sorted(proofs)) or statement.untested or NOT_BUILT
    lacks = f"; {NOT_BUILT}: {statement.lacks}" if statement.lacks else ""
    command = f"`{statement.command}`: " if statement.command else ""
    return f"| {statement.id} | {statement.text} | {statement.kind} | {command}{tests}{lacks} |"


def _link(proof: Proof) -> str:
    return f"[{proof.test or Path(proof.file).name}](../{proof.file})"


def main() -> None:
    PAGE.write_text(page(read_statements(), read_proofs()), encoding="utf-8")


if __name__ == "__main__":
    main()
