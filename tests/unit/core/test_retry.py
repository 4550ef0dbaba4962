from typing import Any

import pytest
from crmsync.core.retry import MAX_DELAY, next_delay, parking_gap, resend_or_park
from hypothesis import given
from hypothesis import strategies as st

DAY = 86_400_000


@pytest.mark.parametrize(
    ("attempt", "jitter", "retry_after", "expected"),
    [
        (0, 0.0, None, 1_000),
        (0, 0.5, None, 1_500),
        (3, 0.0, None, 8_000),
        (20, 0.0, None, MAX_DELAY // 2),
        (0, 0.0, 10_000, 10_000),
        (0, 0.5, 10_000, 11_000),
        (5, 0.0, 10, 32_000),
    ],
)
def test_delays(attempt: int, jitter: float, retry_after: int | None, expected: Any) -> None:
    assert next_delay(attempt, jitter, retry_after) == expected


@given(st.integers(0, 1_000), st.floats(0, 1, exclude_max=True), st.none() | st.integers(0, 2 * MAX_DELAY))
def test_never_sooner_than_the_vendor_asked_and_never_for_ever(
    attempt: int, jitter: float, retry_after: int | None
) -> None:
    delay = next_delay(attempt, jitter, retry_after)
    assert delay >= max(1_000, retry_after or 0)
    assert delay <= max(MAX_DELAY, (retry_after or 0) + 2_000)


@pytest.mark.parametrize(
    ("attempt", "delay", "expected"),
    [(1, 1_000, True), (5, MAX_DELAY, True), (5, MAX_DELAY + 1, False), (6, 1_000, False)],
)
def test_five_attempts_within_a_quarter_of_an_hour_then_parked(attempt: int, delay: int, expected: Any) -> None:
    assert resend_or_park(attempt, delay) is expected


def test_parked_records_rest_longer_each_time() -> None:
    gaps = [parking_gap(attempts) for attempts in range(12)]
    assert gaps[:3] == [300_000, 600_000, 1_200_000]
    assert gaps == sorted(gaps)
    assert gaps[-1] == parking_gap(1_000) == DAY
