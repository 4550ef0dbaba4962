from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.cause import JOINED
from crmsync.core.change import CallClass, Change, ChangeKind, Shown
from crmsync.core.fold import fold
from crmsync.core.record import Record, RecordRef, Side
from hypothesis import given
from hypothesis import strategies as st

ONE = RecordRef(Side.HUBSPOT, "contact", "1")
TWO = RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA")


def update(at: int = 10, values: Any = None, **options: Any) -> Change:
    fields = dict.fromkeys(values or {}, at)
    return Change(ONE, ChangeKind.UPDATE, at, "webhook", fields=fields, event_values=values, **options)


def test_nothing_folds_to_nothing_and_a_single_change_stays_as_it_is() -> None:
    single = update(values={"a": 1}, attempt=2)
    assert fold([]) == []
    assert fold([single]) == [single]


def test_one_change_a_record_the_earliest_seen_first() -> None:
    later, earlier = update(20), Change(TWO, ChangeKind.LOOK, 5, "poll")
    assert fold([later, earlier, later]) == [earlier, later]


def test_the_latest_value_and_time_of_each_field() -> None:
    [folded] = fold([update(10, {"a": "old", "b": "x"}), update(20, {"a": "new"})])
    assert folded.fields == {"a": 20, "b": 10}
    assert folded.event_values == {"a": "new", "b": "x"}
    assert folded.seen_at == 10


def test_what_the_latest_value_hides_is_kept() -> None:
    [folded] = fold([update(10, {"a": "edit"}), update(20, {"a": "echo"}), update(20, {"a": "echo"})])
    assert folded.event_values == {"a": "echo"}
    assert folded.superseded == (Shown("a", 10, "edit"),)
    [unseen] = fold([folded, Change(ONE, ChangeKind.LOOK, 30, "poll")])
    assert unseen.event_values is None
    assert unseen.superseded == (Shown("a", 10, "edit"), Shown("a", 20, "echo"))


def test_values_count_only_when_every_change_shows_its_own() -> None:
    [folded] = fold([update(10, {"a": "x"}), Change(ONE, ChangeKind.LOOK, 10, "poll")])
    assert folded.event_values is None
    assert folded.kind is ChangeKind.LOOK


def test_a_creation_event_without_values_does_not_hide_those_of_the_others() -> None:
    [folded] = fold([Change(ONE, ChangeKind.CREATE, 10, "webhook"), update(10, {"a": "x"})])
    assert folded.event_values == {"a": "x"}
    assert folded.kind is ChangeKind.CREATE


@pytest.mark.parametrize(
    ("kinds", "strongest"),
    [
        (("update", "create"), "create"),
        (("update", "look"), "look"),
        (("update", "undelete"), "undelete"),
        (("convert", "update"), "convert"),
        (("convert", "merge"), "merge"),
        (("delete", "create", "merge"), "delete"),
        (("undelete", "delete"), "undelete"),
    ],
)
def test_the_strongest_kind_is_kept(kinds: tuple[str, ...], strongest: str) -> None:
    [folded] = fold(Change(ONE, ChangeKind(kind), 10, "x") for kind in kinds)
    assert folded.kind == strongest


def test_a_join_stays_the_cause_whatever_it_is_folded_with() -> None:
    joined = Change(ONE, ChangeKind.LOOK, 20, JOINED, CallClass.POLL)
    for told in (update(10), Change(ONE, ChangeKind.LOOK, 10, "poll", CallClass.POLL)):
        (folded,) = fold([told, joined])
        assert (folded.call_class, folded.cause) == (told.call_class, JOINED)


def test_the_highest_class_gives_the_cause() -> None:
    poll = Change(ONE, ChangeKind.LOOK, 5, "poll", CallClass.POLL)
    bulk = Change(ONE, ChangeKind.LOOK, 1, "import", CallClass.BULK, first_link=True, attempt=3)
    [folded] = fold([bulk, poll, update(10)])
    assert (folded.call_class, folded.cause, folded.seen_at) == (CallClass.LIVE, "webhook", 1)
    assert folded.first_link
    assert folded.attempt == 3


def carried(as_of: int, title: str, seen_at: int | None = None) -> Change:
    record = Record(ONE, {"jobtitle": title}, as_of)
    return Change(ONE, ChangeKind.LOOK, seen_at or as_of, "poll", CallClass.POLL, carried=record, carried_as_of=as_of)


def test_the_latest_read_is_kept() -> None:
    [folded] = fold([carried(10, "old"), carried(20, "new")])
    assert folded.carried is not None
    assert folded.carried.values == {"jobtitle": "new"}
    assert folded.carried_as_of == 20


def test_a_read_from_before_another_change_is_no_use() -> None:
    [folded] = fold([carried(10, "old"), update(11)])
    assert (folded.carried, folded.carried_as_of) == (None, 0)
    [folded] = fold([carried(10, "old"), update(10)])
    assert folded.carried is not None


CHANGES = st.lists(
    st.builds(
        Change,
        ref=st.sampled_from([ONE, TWO]),
        kind=st.sampled_from(ChangeKind),
        seen_at=st.integers(0, 3),
        cause=st.sampled_from(["webhook", "poll", JOINED]),
        call_class=st.sampled_from(CallClass),
        fields=st.dictionaries(st.sampled_from("ab"), st.integers(0, 3)),
        event_values=st.none() | st.dictionaries(st.sampled_from("ab"), st.sampled_from([None, "x", "y", 1])),
        attempt=st.integers(0, 2),
        first_link=st.booleans(),
    ).flatmap(
        lambda change: (
            st.just(change)
            | st.builds(
                lambda title, as_of: replace(
                    change, carried=Record(change.ref, {"jobtitle": title}, as_of), carried_as_of=as_of
                ),
                st.sampled_from("xy"),
                st.integers(0, 3),
            )
        )
    ),
    max_size=6,
)


@given(CHANGES.flatmap(lambda changes: st.tuples(st.just(changes), st.permutations(changes))))
def test_the_order_of_delivery_does_not_matter(orders: tuple[Any, Any]) -> None:
    one, other = orders
    assert fold(one) == fold(other)


@given(CHANGES)
def test_folding_again_changes_nothing(changes: list[Change]) -> None:
    folded = fold(changes)
    assert fold(folded) == folded


@given(CHANGES)
def test_a_doubled_delivery_is_as_one(changes: list[Change]) -> None:
    assert fold(changes + changes) == fold(changes)


@given(CHANGES)
def test_no_record_and_no_field_is_lost(changes: list[Change]) -> None:
    folded = {change.ref: change for change in fold(changes)}
    for change in changes:
        assert change.fields.keys() <= folded[change.ref].fields.keys()
        assert all(folded[change.ref].fields[name] >= at for name, at in change.fields.items())
