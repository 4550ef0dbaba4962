"""Every row of both tables is reached by a problem made from its own conditions, and by no earlier row."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence
from crmsync.core.parked import Category
from crmsync.core.vendor_errors import hubspot, salesforce
from crmsync.core.vendor_errors.fixes import BY_CATEGORY, fix_for, fix_for_category
from crmsync.core.vendor_errors.table import Circumstances, Problem, Row, Table, failure_of, first_fit

ROWS = [
    pytest.param(table, index, id=f"{name}-{index}-{row.code or row.text or row.statuses[:1]}")
    for name, table in (("hubspot", hubspot.TABLE), ("salesforce", salesforce.TABLE))
    for index, row in enumerate(table)
]


def problem_for(row: Row, status: int = 999) -> Problem:
    """The least specific problem that the row is meant for."""
    return Problem(row.statuses[0] if row.statuses else status, (row.code,) if row.code else (), row.text)


@pytest.mark.parametrize(("table", "index"), ROWS)
def test_no_row_is_shadowed(table: Table, index: int) -> None:
    row = table[index]
    statuses = row.statuses or (999,)
    reached = {first_fit(table, Problem(status, (row.code,) if row.code else (), row.text)) for status in statuses}
    assert index in reached


@pytest.mark.parametrize(("table", "index"), ROWS)
def test_a_row_decides_the_failure(table: Table, index: int) -> None:
    row = table[index]
    statuses = row.statuses or (999,)
    status = next(one for one in statuses if first_fit(table, problem_for(row, one)) == index or not row.statuses)
    problem = Problem(status, (row.code,) if row.code else (), row.text)
    read = failure_of(table, [problem], Circumstances())
    written = failure_of(table, [problem], Circumstances(writes=True))
    assert (read.consequence, read.category, read.retry_after) == (row.consequence, row.category, row.retry_after)
    assert written.consequence is (row.on_write or row.consequence)


@pytest.mark.parametrize("table", [hubspot.TABLE, salesforce.TABLE], ids=["hubspot", "salesforce"])
def test_the_last_row_fits_everything(table: Table) -> None:
    assert table[-1].fits(Problem(0))


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_advice(category: Category) -> None:
    assert fix_for_category(category.value) == BY_CATEGORY[category]


@pytest.mark.parametrize(("table", "index"), ROWS)
def test_a_rows_own_advice_comes_before_its_categorys(table: Table, index: int) -> None:
    row = table[index]
    failure = failure_of(table, [problem_for(row)], Circumstances())
    if row.fix:
        assert fix_for(failure) == row.fix
    else:
        assert fix_for(failure)


def test_the_row_highest_in_the_table_decides_among_several_problems() -> None:
    errors = [
        {"statusCode": "STRING_TOO_LONG", "message": "Title too long", "fields": ["Title"]},
        {"statusCode": "UNABLE_TO_LOCK_ROW", "message": "locked", "fields": []},
    ]
    failure = salesforce.classify_row(errors)
    assert (failure.consequence, failure.vendor_code) == (Consequence.RETRY_LATER, "UNABLE_TO_LOCK_ROW")
    assert failure.fields == ("Title",)
    assert failure.message == "locked; Title too long"
