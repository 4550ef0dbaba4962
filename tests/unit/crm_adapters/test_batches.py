from __future__ import annotations

from collections.abc import Sequence

import pytest
from crmsync.adapters.batches import ISOLATION_CALLS, batches, write_all
from crmsync.core.failure import Consequence, CrmError, Failure, WriteOutcome, Written


class Vendor:
    """Refuses a whole batch when it has a bad row, as `message` says."""

    def __init__(self, bad: set[str], failure: Failure) -> None:
        self.bad = bad
        self.failure = failure
        self.sizes: list[int] = []

    def write(self, rows: Sequence[str]) -> Sequence[WriteOutcome]:
        self.sizes.append(len(rows))
        if self.bad & set(rows):
            raise CrmError(self.failure)
        return [Written(row) for row in rows]


def rejected(category: str = "property_values", *fields: str) -> Failure:
    return Failure(Consequence.REJECTED_RECORD, category, "no", fields=fields)


def mentions(row: str, field: str) -> bool:
    return field in row


def split(rows: Sequence[str], size: int) -> list[list[int]]:
    return [list(batch) for batch in batches(range(len(rows)), size)]


def test_one_bad_row_is_found_and_the_others_are_written() -> None:
    rows = [f"r{index}" for index in range(100)]
    vendor = Vendor({"r37"}, rejected())
    outcomes = write_all(rows, split(rows, 100), vendor.write, mentions)
    assert [row for row, outcome in zip(rows, outcomes, strict=True) if isinstance(outcome, Failure)] == ["r37"]
    assert outcomes[99] == Written("r99")
    assert len(vendor.sizes) <= 1 + ISOLATION_CALLS


def test_a_field_that_must_not_be_written_is_blamed_at_once() -> None:
    rows = ["a+shoe", "b", "c+shoe", "d"]
    vendor = Vendor({"a+shoe", "c+shoe"}, rejected("mapping", "shoe"))
    outcomes = write_all(rows, split(rows, 4), vendor.write, mentions)
    assert [isinstance(outcome, Written) for outcome in outcomes] == [False, True, False, True]
    assert vendor.sizes == [4, 2]


def test_when_every_row_is_bad_the_calls_stay_bounded_and_the_rest_comes_again() -> None:
    rows = [f"r{index}" for index in range(100)]
    vendor = Vendor(set(rows), rejected())
    outcomes = write_all(rows, split(rows, 100), vendor.write, mentions)
    assert len(vendor.sizes) == 1 + ISOLATION_CALLS
    consequences = [outcome.consequence for outcome in outcomes if isinstance(outcome, Failure)]
    assert len(consequences) == 100
    assert set(consequences) == {Consequence.REJECTED_RECORD, Consequence.RETRY_LATER}


@pytest.mark.parametrize("consequence", [Consequence.QUOTA_EXHAUSTED, Consequence.BAD_CONFIGURATION])
def test_what_a_further_call_could_only_repeat_is_not_repeated(consequence: Consequence) -> None:
    rows = [f"r{index}" for index in range(10)]
    failure = Failure(consequence, "quota", "no")
    vendor = Vendor(set(rows), failure)
    assert write_all(rows, split(rows, 4), vendor.write, mentions) == [failure] * 10
    assert vendor.sizes == [4]


def test_a_lost_answer_concerns_its_own_batch_alone() -> None:
    rows = [f"r{index}" for index in range(6)]
    unknown = Failure(Consequence.OUTCOME_UNKNOWN, "unavailable", "no")
    vendor = Vendor({"r0"}, unknown)
    outcomes = write_all(rows, split(rows, 3), vendor.write, mentions)
    assert outcomes == [unknown] * 3 + [Written(f"r{index}") for index in (3, 4, 5)]
    assert vendor.sizes == [3, 3]


def test_outcomes_are_in_the_order_of_the_rows_whatever_the_split() -> None:
    rows = ["a", "b", "c", "d"]
    outcomes = write_all(rows, [[3, 1], [0, 2]], Vendor(set(), rejected()).write, mentions)
    assert outcomes == [Written(row) for row in rows]
