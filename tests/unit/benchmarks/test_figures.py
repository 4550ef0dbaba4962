from datetime import date

import pytest

from benchmarks.figures import Row, Section, Verdict, percentile
from benchmarks.report import Chapter, report, shown


@pytest.mark.parametrize(
    ("measured", "budget", "verdict"),
    [(3.0, 3.0, Verdict.MET), (3.01, 3.0, Verdict.MISSED), (99.0, None, Verdict.SHOWN), (0.0, 0.0, Verdict.MET)],
)
def test_a_budget_is_the_most_that_a_figure_may_be(measured: float, budget: float | None, verdict: Verdict) -> None:
    assert Row("x", measured, "ms", budget).verdict is verdict


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.001, 1.0)])
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == value


def test_the_report_names_what_was_missed_and_the_command_of_each_figure() -> None:
    rows = (Row("slow", 21.0, "ms", 20.0), Row("quick", 0.123456, "ms", 1.0), Row("part", 1234.56, "ms"))
    chapter = Chapter("CPU", "python -m benchmarks cpu", Section(rows, "First\nremark.\n\nSecond."))
    text = report([chapter], command="make bench", machine="2 cores", load="", day=date(2026, 11, 22))
    assert "1 of 2 budgets are met. Missed: CPU: slow." in text
    assert "`python -m benchmarks cpu`" in text
    assert "| slow | 21 | 20 | ms | **missed** |" in text
    assert "| quick | 0.123 | 1 | ms | met |" in text
    assert "| part | 1235 |  | ms |  |" in text
    assert "- First remark.\n- Second." in text


def test_whole_numbers_are_shown_whole() -> None:
    assert [shown(value) for value in (600.0, 0.0, 12.5, 1.005)] == ["600", "0", "12.5", "1"]
