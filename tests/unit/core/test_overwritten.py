from collections.abc import Sequence

import pytest
from crmsync.core.change import Change, ChangeKind, Shown
from crmsync.core.link import Link, Overwrite, WriteWindow
from crmsync.core.overwritten import (
    MOST_WINDOWS,
    REMEMBERED,
    Told,
    covered_edits,
    is_covered,
    is_of_write,
    is_ours,
    mark,
    may_have_covered,
    remember,
)
from crmsync.core.record import Millis, RecordRef, Side, Value

HUBSPOT = RecordRef(Side.HUBSPOT, "contact", "1")
SALESFORCE = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")


def window(since: Millis, until: Millis, before: Value, written: Value, side: Side = Side.HUBSPOT) -> WriteWindow:
    return WriteWindow(side, since, until, {"jobtitle": Overwrite(mark(before), mark(written))})


def linked(*windows: WriteWindow) -> Link:
    return Link(HUBSPOT, SALESFORCE, writes=windows)


def covered(
    link: Link, edits: Sequence[tuple[Millis, Value]], present: Value, side: Side = Side.HUBSPOT
) -> tuple[Value, bool] | None:
    found = covered_edits(link, side, "jobtitle", edits, present)
    return (found[0].value, found[0].stands) if found else None


ONE = window(100, 200, "CFO", "CEO")
LINK = linked(ONE)


def test_what_events_told_includes_what_later_ones_superseded() -> None:
    earlier = Shown("jobtitle", 5, "CTO")
    change = Change(
        HUBSPOT,
        ChangeKind.UPDATE,
        9,
        "webhook",
        fields={"jobtitle": 7},
        event_values={"jobtitle": "CEO", "city": None},
        superseded=(earlier,),
    )
    told = Told.by(change)
    assert told.times == {"jobtitle": 7}
    assert set(told.shown) == {earlier, Shown("jobtitle", 7, "CEO")}, "of the city no time is known"


def test_an_event_without_values_shows_none() -> None:
    assert Told.by(Change(HUBSPOT, ChangeKind.LOOK, 9, "poll")).shown == ()


def test_an_edit_within_the_window_of_our_write_was_covered() -> None:
    assert covered(LINK, [(150, "Boss")], "CEO") == ("Boss", True)
    assert covered(LINK, [(150, None)], "CEO") == (None, True)
    assert covered(LINK, [(120, "Chef"), (150, "Boss")], "CEO") == ("Boss", True)
    assert covered(LINK, [(150, "CFO")], "CEO") == ("CFO", True), "set back by a person, and written by us again"


@pytest.mark.parametrize(
    ("at", "value", "present"),
    [
        (100, "Boss", "CEO"),
        (201, "Boss", "CEO"),
        (150, "CEO", "CEO"),
        (150, "Boss", "Chair"),
        (150, "Boss", "Boss"),
        (150, "CFO", "CFO"),
    ],
    ids=["read by us", "after our write", "written by us", "replaced by a person", "still there", "taken back"],
)
def test_what_was_not_covered(at: Millis, value: Value, present: Value) -> None:
    assert covered(LINK, [(at, value)], present) is None


def test_other_sides_and_fields_have_windows_of_their_own() -> None:
    assert covered_edits(LINK, Side.SALESFORCE, "jobtitle", [(150, "Boss")], "CEO") == []
    assert covered_edits(LINK, Side.HUBSPOT, "city", [(150, "Boss")], "CEO") == []


def test_an_edit_that_several_writes_of_ours_followed_is_only_told_of() -> None:
    link = linked(ONE, window(300, 400, "CEO", "COO"))
    assert covered(link, [(150, "Boss")], "COO") == ("Boss", False)


def test_an_edit_that_may_have_followed_our_write_is_only_told_of() -> None:
    """Our write, or a person's of the same value, came first; what shows that value now may be a person's, who set it
    again after the edit.
    """
    assert covered(LINK, [(120, "CEO"), (150, "Boss"), (170, "CEO")], "CEO") == ("Boss", False)
    assert covered(LINK, [(120, "CEO"), (150, "Boss")], "CEO") == ("Boss", False), "the last event is still to come"
    assert covered(LINK, [(90, "CEO"), (150, "Boss"), (170, "CEO")], "CEO") == ("Boss", True), "before our read"
    assert covered(LINK, [(150, "Boss"), (170, "CEO")], "CEO") == ("Boss", True), "the one event is of our write"


def test_an_edit_is_forgotten_once_a_person_set_the_field_again() -> None:
    assert covered(linked(ONE, window(300, 400, "Chair", "COO")), [(150, "Boss")], "COO") is None


def test_an_edit_that_was_brought_back_is_not_brought_back_again() -> None:
    assert covered(linked(ONE, window(300, 400, "CEO", "Boss")), [(150, "Boss")], "Boss") is None


def test_an_edit_is_brought_back_until_that_took_effect() -> None:
    link = linked(ONE, window(150, 400, "CEO", "Boss"))
    assert covered(link, [(150, "Boss")], "CEO") == ("Boss", True)
    assert covered(link, [(150, "Boss")], "Boss") is None
    assert covered(linked(*link.writes, window(500, 600, "Boss", "CEO")), [(150, "Boss")], "CEO") is None


def test_late_echoes_of_our_own_writes_are_no_edits() -> None:
    """Else two writes of ours would bring each other back for ever."""
    link = linked(ONE, window(250, 350, "CEO", "COO"))
    assert covered(link, [(180, "CEO"), (300, "COO")], "COO") is None


def test_a_write_without_effect_breaks_no_chain() -> None:
    link = linked(ONE, window(210, 300, "CEO", "COO"), window(210, 400, "CEO", "COO"))
    assert covered(link, [(150, "Boss")], "CEO") == ("Boss", False)
    again = linked(ONE, ONE)
    assert covered(again, [(150, "Boss")], "CEO") == ("Boss", True)


def test_in_the_second_of_the_read_salesforce_does_not_tell_before_from_after() -> None:
    link = linked(window(1_000, 2_500, "CFO", "CEO", Side.SALESFORCE))
    assert covered(link, [(1_000, "Boss")], "CEO", Side.SALESFORCE) == ("Boss", False)
    assert covered(link, [(1_000, "CFO")], "CEO", Side.SALESFORCE) is None
    assert covered(link, [(2_000, "Boss")], "CEO", Side.SALESFORCE) == ("Boss", True)


def test_edits_of_one_second_are_all_told_since_nobody_knows_which_came_last() -> None:
    found = covered_edits(LINK, Side.HUBSPOT, "jobtitle", [(120, "Chef"), (150, "Boss"), (150, "Head")], "CEO")
    assert [edit.value for edit in found] == ["Boss", "Head"]


def test_what_we_wrote_within_a_window_is_ours() -> None:
    assert is_ours(LINK, Side.HUBSPOT, "jobtitle", 150, "CEO")
    assert not is_ours(LINK, Side.HUBSPOT, "jobtitle", 150, "CFO")
    assert not is_ours(LINK, Side.HUBSPOT, "jobtitle", 150, "Boss")
    assert not is_ours(LINK, Side.HUBSPOT, "jobtitle", 250, "CEO")


def test_what_our_write_read_is_not_ours_to_forget() -> None:
    """The same value set again in the second of the read is an edit."""
    link = linked(window(1_000, 2_500, "CFO", "CEO", Side.SALESFORCE))
    assert not is_ours(link, Side.SALESFORCE, "jobtitle", 1_000, "CFO")
    assert is_of_write(link, Side.SALESFORCE, "jobtitle", 1_000, "CFO")
    assert not is_of_write(link, Side.SALESFORCE, "jobtitle", 2_000, "CFO")


def test_a_write_covers_what_was_set_after_the_read_and_before_its_end() -> None:
    hit = [at for at in (100, 101, 200, 201) if is_covered(LINK, Side.HUBSPOT, "jobtitle", at)]
    assert hit == [101, 200]
    assert not is_covered(LINK, Side.SALESFORCE, "jobtitle", 150)
    assert not is_covered(LINK, Side.HUBSPOT, "city", 150)


def test_of_several_edits_of_which_one_time_is_known_an_earlier_one_may_be_covered() -> None:
    assert may_have_covered(LINK, Side.HUBSPOT, "jobtitle", 500)
    assert not may_have_covered(LINK, Side.HUBSPOT, "jobtitle", 100)
    assert not may_have_covered(LINK, Side.HUBSPOT, "city", 500)


def test_windows_are_remembered_for_an_hour_and_not_without_end() -> None:
    new = window(300, 400, "CEO", "COO")
    assert remember((ONE,), (new,), 500) == (ONE, new)
    assert remember((ONE,), (new,), 200 + REMEMBERED) == (new,)
    assert len(remember((ONE,) * MOST_WINDOWS, (new,), 500)) == MOST_WINDOWS
    assert remember((ONE,) * MOST_WINDOWS, (new,), 500)[-1] == new


def test_marks_tell_values_and_types_apart_and_hold_none() -> None:
    assert len({mark(value) for value in (None, "", "1", 1, 1.0, True, "x" * 5_000, "x" * 5_001)}) == 8
    assert "secret" not in mark("secret")
