import json

from crmsync.core.poll_cursor import LOOK_BACK, PollCursor, Window
from hypothesis import given
from hypothesis import strategies as st

START = 1_900_000_000_000


def test_the_first_window_does_not_look_back_before_the_start() -> None:
    cursor = PollCursor(START, START)
    assert cursor.next_window(START + 1_000) == Window(START, START + 1_000)


def test_a_later_window_overlaps_the_last_one() -> None:
    cursor = PollCursor(START, START + 10 * LOOK_BACK)
    window = cursor.next_window(START + 11 * LOOK_BACK)
    assert window == Window(START + 9 * LOOK_BACK, START + 11 * LOOK_BACK)


def test_no_window_while_no_time_has_passed() -> None:
    assert PollCursor(START, START + 5).next_window(START + 5) is None


def test_an_unfinished_window_goes_on_where_it_was() -> None:
    cursor = PollCursor(START, START)
    window = cursor.next_window(START + 1_000)
    assert window is not None
    halfway = PollCursor.from_dict(json.loads(json.dumps(cursor.after_page(window, "page-2").as_dict())))
    assert halfway.next_window(START + 999_000) == Window(START, START + 1_000, "page-2")
    assert halfway.after_page(window, None) == PollCursor(START, START + 1_000)


@given(st.lists(st.integers(1, 3 * LOOK_BACK), min_size=1, max_size=20))
def test_windows_leave_no_gap(steps: list[int]) -> None:
    cursor, now, covered = PollCursor(START, START), START, START
    for step in steps:
        now += step
        window = cursor.next_window(now)
        assert window is not None
        assert window.since <= covered
        cursor, covered = cursor.after_page(window, None), window.until
    assert covered == now
