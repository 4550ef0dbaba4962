from typing import Any

import pytest
from crmsync.core.conflict import MAX_CLOCK_SKEW, ConflictTimes, later_side
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

H, S = Side.HUBSPOT, Side.SALESFORCE
NOW = 1_000_000_000
FUTURE = NOW + MAX_CLOCK_SKEW + 1


def times(
    hubspot: int | None = None, salesforce: int | None = None, record: int | None = None, fetched: bool = True
) -> ConflictTimes:
    return ConflictTimes(now=NOW, hubspot=hubspot, salesforce=salesforce, salesforce_record=record, fetched=fetched)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (times(20, 10), (H, Reason.NEWER)),
        (times(10, 20), (S, Reason.NEWER)),
        (times(10, 10), (S, Reason.NEWER)),
        (times(20, 10, 30), (H, Reason.NEWER)),
        (times(20, None, 10), (H, Reason.NEWER)),
        (times(10, None, 20), (S, Reason.TIME_UNKNOWN)),
        (times(10, None, 10), (S, Reason.TIME_UNKNOWN)),
        (times(10, None, None), (S, Reason.TIME_UNKNOWN)),
        (times(None, 10, 10), (S, Reason.TIME_UNKNOWN)),
        (times(None, None, None), (S, Reason.TIME_UNKNOWN)),
        (times(FUTURE, 10, 10), (S, Reason.TIME_UNKNOWN)),
        (times(FUTURE - 1, 10, 10), (H, Reason.NEWER)),
        (times(20, FUTURE, 10), (S, Reason.TIME_UNKNOWN)),
    ],
)
def test_the_later_change_stands(known: Any, expected: Any) -> None:
    assert later_side(known) == expected


@pytest.mark.parametrize(
    "known",
    [times(20, 10, fetched=False), times(10, 20, 30, fetched=False), times(None, 20, 20, fetched=False)],
)
def test_a_time_from_an_event_is_only_a_lower_bound(known: Any) -> None:
    assert later_side(known) is None


def test_an_event_after_the_last_change_of_the_other_record_settles_it_without_a_call() -> None:
    assert later_side(times(20, 10, 15, fetched=False)) == (H, Reason.NEWER)
    assert later_side(times(20, None, 15, fetched=False)) == (H, Reason.NEWER)
