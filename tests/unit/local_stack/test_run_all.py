from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests import run_all
from tests.run_all import Count, Suite

REPORT = """<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>"""


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def with_suites(monkeypatch: pytest.MonkeyPatch, *suites: Suite) -> None:
    monkeypatch.setattr(run_all, "suites", lambda *_: tuple((suite,) for suite in suites))


def test_counts_are_taken_from_the_report(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT)
    count = Count(passed=1)
    count.add(tmp_path / "report.xml")
    assert count.line() == "5 passed, 3 failed, 3 skipped"


def test_all_suites_run_and_count(monkeypatch: pytest.MonkeyPatch) -> None:
    with_suites(monkeypatch, Suite("one", command=command("")), Suite("two", command=command("")))
    assert run_all.run_all(strict=True) == (Count(passed=2), True)


def test_a_failing_suite_is_the_last_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    never = command(f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()")
    with_suites(monkeypatch, Suite("one", command=command("raise SystemExit(1)")), Suite("two", command=never))
    assert run_all.run_all(strict=False) == (Count(failed=1), False)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(("strict", "outcome"), [(False, (Count(), True)), (True, (Count(failed=1), False))])
def test_a_missing_tool_is_one_line_or_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], strict: bool, outcome: tuple[Count, bool]
) -> None:
    with_suites(monkeypatch, Suite("scripts", command=command(""), missing=lambda: "node is missing"))
    assert run_all.run_all(strict=strict) == outcome
    assert f"scripts: {'failed' if strict else 'skipped'}: node is missing" in capsys.readouterr().out


def test_side_by_side_one_that_fails_stops_what_comes_after(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran = {name: tmp_path / name for name in ("beside", "after")}
    first = Suite("first", command=command("raise SystemExit(1)"))
    beside, after = (Suite(name, command=command(f"open({str(path)!r}, 'w')")) for name, path in ran.items())
    monkeypatch.setattr(run_all, "suites", lambda *_: ((first, beside), (after,)))
    assert run_all.run_all(strict=True) == (Count(passed=1, failed=1), False)
    assert {name: path.exists() for name, path in ran.items()} == {"beside": True, "after": False}


def chosen() -> list[Suite]:
    return [suite for group in run_all.suites("200", "1") for suite in group]


def folders(suite: Suite) -> list[Path]:
    return [run_all.ROOT / option for option in suite.options if option.startswith("tests/")]


def is_run(file: Path) -> bool:
    tools = re.findall(r"^pytestmark = .*pytest\.mark\.(stack|node|sam)\b", file.read_text(), re.MULTILINE)
    needed = set(tools) if "unit" not in file.parts and tools else {run_all.NO_TOOLS}
    suites = [suite for suite in chosen() if any(folder in file.parents for folder in folders(suite))]
    return all(any(suite.markers.startswith(need) for suite in suites) for need in needed)


def test_every_test_file_is_in_a_suite() -> None:
    files = [file for file in (run_all.ROOT / "tests").rglob("test_*.py") if file != Path(__file__)]
    assert [str(file) for file in files if not is_run(file)] == []


def test_the_core_alone_is_measured_and_by_few_records() -> None:
    assert [suite.name for suite in chosen() if "--cov-branch" in suite.options] == ["unit"]
