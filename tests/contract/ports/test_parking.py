"""The contract of Parking."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.change import CallClass
from crmsync.core.parked import Parked
from crmsync.core.preview import PlannedField, Preview, PreviewAction
from crmsync.core.record import RecordRef, Side
from crmsync.ports.parking import Parking

NOW = 1_795_305_600_000


def row(number: int = 1, *, part: str = "record", next_try_at: int | None = NOW, category: str = "quota") -> Parked:
    ref = RecordRef(Side.HUBSPOT, "contact", f"{number:06}")
    return Parked(ref, category, "the reason", "the fix", NOW - 5, part=part, next_try_at=next_try_at)


def test_a_row_is_kept_whole(parking: Parking) -> None:
    full = Parked(
        ref=RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA"),
        category="property_values",
        reason="„Größe“ is not a value of Size__c",
        fix="Add it",
        parked_at=NOW,
        part="size",
        next_try_at=NOW + 1,
        call_class=CallClass.POLL,
        cause="poll",
        fields={"size": NOW - 3},
        preview=Preview(
            PreviewAction.CREATE,
            None,
            RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA"),
            "contact",
            (PlannedField(Side.HUBSPOT, "city", "two_way", "first_link", True),),
            ("size",),
        ),
    )
    parking.park([full])

    assert parking.of(full.ref) == [replace(full, attempts=1)]
    assert parking.of(replace(full.ref, id="other")) == []


def test_parking_again_replaces_the_row_and_counts(parking: Parking) -> None:
    parking.park([row(), row(2)])
    parking.park([row(category="mapping")])
    parking.park([replace(row(category="merged"), attempts=9), row(2, part="email")])

    assert parking.of(row().ref) == [replace(row(category="merged"), attempts=3)]
    assert [(one.part, one.attempts) for one in parking.of(row(2).ref)] == [("email", 1), ("record", 1)]


def test_a_row_that_comes_twice_in_a_call_counts_once(parking: Parking) -> None:
    parking.park([row(category="mapping"), row()])

    assert parking.of(row().ref) == [replace(row(), attempts=1)]


def test_due_rows_come_oldest_next_try_first(parking: Parking) -> None:
    parking.park([row(number, next_try_at=NOW - number) for number in range(40)])
    parking.park([row(90, next_try_at=NOW + 1), row(91, next_try_at=None)])

    due = parking.due(NOW, 100)

    assert [one.next_try_at for one in due] == [NOW - number for number in range(39, -1, -1)]
    assert parking.due(NOW, 3) == due[:3]
    assert parking.due(NOW - 40, 100) == []


def test_postponed_rows_are_due_later_and_gone_ones_stay_gone(parking: Parking) -> None:
    parking.park([row(1), row(2), row(3)])
    sent = parking.due(NOW, 100)
    parking.clear(row(2).ref, ["record"])

    parking.postpone([one for one in sent if one.ref != row(3).ref], NOW + 900)

    assert parking.due(NOW, 100) == [replace(row(3), attempts=1)]
    assert [one.ref for one in parking.due(NOW + 900, 100)] == [row(3).ref, row(1).ref]
    assert parking.of(row(2).ref) == []


def test_only_the_named_parts_are_cleared(parking: Parking) -> None:
    parking.park([row(part=part) for part in ("record", "email", "phone")])
    parking.clear(row().ref, ["record", "email", "never parked", "email"])

    assert [one.part for one in parking.of(row().ref)] == ["phone"]
    parking.clear(row().ref, [])


def test_a_row_that_waits_for_a_person_leaves_the_due_ones(parking: Parking) -> None:
    parking.park([row()])
    parking.park([row(next_try_at=None)])

    assert parking.due(NOW, 100) == []


def test_all_rows_are_shown_once_page_by_page(parking: Parking) -> None:
    parking.park([row(number, part=part) for number in range(15) for part in ("record", "email")])
    shown: list[Parked] = []
    after: str | None = None
    for _ in range(30):
        page, after = parking.show(7, after)
        assert len(page) <= 7
        shown += page
        if after is None:
            break

    assert len(shown) == 30
    assert {(one.ref, one.part) for one in shown} == {
        (row(number).ref, part) for number in range(15) for part in ("record", "email")
    }


def test_nothing_parked_is_an_empty_page(parking: Parking) -> None:
    assert parking.show(10) == ([], None)


def test_rows_of_mended_categories_are_due_now(parking: Parking) -> None:
    parking.park([row(1, category="mapping", next_try_at=None), row(2, category="configuration", next_try_at=NOW + 9)])
    parking.park([row(3, category="quota", next_try_at=NOW + 9)])

    assert parking.hasten(NOW, ["mapping", "configuration"]) == 2
    assert {one.ref for one in parking.due(NOW, 10)} == {row(1).ref, row(2).ref}
    assert parking.hasten(NOW, []) == 0


def test_since_when_rows_of_a_category_are_parked(parking: Parking) -> None:
    assert parking.oldest(["mapping"]) is None
    parking.park([replace(row(1, category="mapping"), parked_at=NOW + 2), row(2, category="quota")])
    parking.park([replace(row(3, category="permissions"), parked_at=NOW + 1)])

    assert parking.oldest(["mapping"]) == NOW + 2
    assert parking.oldest(["mapping", "permissions"]) == NOW + 1


def test_which_records_are_parked_as_a_whole(parking: Parking) -> None:
    parking.park([row(1), row(2, part="email"), row(3), row(3, part="email")])

    assert parking.whole([row(number).ref for number in (1, 2, 3, 4)]) == {
        row(number).ref: replace(row(number), attempts=1) for number in (1, 3)
    }
    assert parking.whole([]) == {}
