from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import run_all
from tests.run_all import Count, Suite

REPORT = """<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>"""


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def with_suites(monkeypatch: pytest.MonkeyPatch, *suites: Suite) -> None:
    monkeypatch.setattr(run_all, "suites", lambda *_: suites)


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


def test_every_marker_of_a_tool_has_its_suite() -> None:
    chosen = run_all.suites("200", "1")
    assert {suite.markers.split()[0] for suite in chosen[2:] if suite.markers} == {"node", "sam", "stack"}
    assert chosen[-1].markers == "stack"


def test_what_is_not_measured_runs_all_the_same() -> None:
    measured, unmeasured, *_ = run_all.suites("200", "1")
    assert measured.markers.replace("not no_cover", "no_cover") == unmeasured.markers
    assert "--cov-branch" in measured.options
    assert not [option for option in unmeasured.options if option.startswith("--cov")]


@pytest.mark.parametrize(("code", "outcome"), [("", (Count(passed=4), True)), ("raise SystemExit(1)", (None, False))])
def test_what_failed_counts_as_it_does_the_second_time(
    capfd: pytest.CaptureFixture[str], code: str, outcome: tuple[Count | None, bool]
) -> None:
    count = Count(passed=3, failed=1)
    held = run_all.run_failed_again(command(code), count)
    assert (count, held) == (outcome[0] or Count(passed=3, failed=1), outcome[1])
    assert "1 failed and run once more" in capfd.readouterr().out
