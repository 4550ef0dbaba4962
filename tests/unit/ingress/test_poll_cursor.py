import json

from crmsync.core.poll_cursor import CROWD, LOOK_BACK, PollCursor, Window
from hypothesis import given
from hypothesis import strategies as st

START = 1_900_000_000_000


def test_the_first_window_does_not_look_back_before_the_start() -> None:
    cursor = PollCursor(START, START)
    assert cursor.next_window(START + 1_000) == Window(START, START + 1_000)


def test_a_later_window_overlaps_the_last_one() -> None:
    cursor = PollCursor(START, START).after_page(Window(START, START + 10 * LOOK_BACK), None)
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


CROWDED = Window(START, START + LOOK_BACK, young=CROWD)


def test_a_crowd_is_not_shown_again_before_nothing_can_show_late() -> None:
    cursor = PollCursor(START, START).after_page(CROWDED, None, young=1)
    soon = Window(CROWDED.until, CROWDED.until + 60_000)
    assert cursor.next_window(soon.until) == soon
    later = cursor.after_page(soon, None)
    settled = Window(START, CROWDED.until + LOOK_BACK)
    assert later.next_window(settled.until - 1) == Window(soon.until, settled.until - 1)
    assert later.next_window(settled.until) == settled
    after = later.after_page(settled, None)
    assert after.next_window(settled.until + 1) == Window(CROWDED.until, settled.until + 1)


def test_a_crowd_counts_across_pages_and_processes() -> None:
    cursor = PollCursor(START, START).after_page(CROWDED, "page-2", young=1)
    told = PollCursor.from_dict(json.loads(json.dumps(cursor.as_dict())))
    assert told == cursor
    assert told.window is not None
    crowded = PollCursor.from_dict(json.loads(json.dumps(told.after_page(told.window, None).as_dict())))
    assert crowded.next_window(CROWDED.until + 1) == Window(CROWDED.until, CROWDED.until + 1)


def test_fewer_are_looked_back_at_in_each_window() -> None:
    cursor = PollCursor(START, START).after_page(CROWDED, None)
    assert cursor.next_window(CROWDED.until + 1) == Window(START, CROWDED.until + 1)


@given(st.lists(st.tuples(st.integers(1, LOOK_BACK), st.integers(0, 2 * CROWD)), min_size=1, max_size=60))
def test_every_moment_is_read_once_more_when_nothing_can_show_late(rounds: list[tuple[int, int]]) -> None:
    """However many crowds come: at most a look-back and a round after its moment became final."""
    cursor, now, settled = PollCursor(START, START), START, START
    longest = max(step for step, _ in rounds)
    for step, young in rounds:
        now += step
        window = cursor.next_window(now)
        assert window is not None
        assert window.since <= cursor.done_until
        if window.since <= settled:
            settled = max(settled, now - LOOK_BACK)
        cursor = cursor.after_page(window, None, young)
        assert now - settled <= 2 * LOOK_BACK + longest
