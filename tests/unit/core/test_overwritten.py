from crmsync.core.change import Change, ChangeKind, Shown
from crmsync.core.link import Link, WriteWindow
from crmsync.core.overwritten import REMEMBERED, Told, is_covered, remember
from crmsync.core.record import RecordRef, Side

HUBSPOT = RecordRef(Side.HUBSPOT, "contact", "1")
WINDOW = WriteWindow(Side.HUBSPOT, 100, 200, ("jobtitle",))
LINK = Link(HUBSPOT, RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA"), writes=(WINDOW,))


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
    assert set(told.shown) == {earlier, Shown("jobtitle", 7, "CEO"), Shown("city", 9, None)}


def test_an_event_without_values_shows_none() -> None:
    assert Told.by(Change(HUBSPOT, ChangeKind.LOOK, 9, "poll")).shown == ()


def test_a_write_covers_what_was_set_after_the_read_and_before_its_end() -> None:
    covered = [at for at in (100, 101, 200, 201) if is_covered(LINK, Side.HUBSPOT, "jobtitle", at)]
    assert covered == [101, 200]
    assert not is_covered(LINK, Side.SALESFORCE, "jobtitle", 150)
    assert not is_covered(LINK, Side.HUBSPOT, "city", 150)


def test_windows_are_remembered_for_some_minutes() -> None:
    new = WriteWindow(Side.SALESFORCE, 300, 400, ("city",))
    assert remember((WINDOW,), (new,), 500) == (WINDOW, new)
    assert remember((WINDOW,), (new,), 200 + REMEMBERED) == (new,)
