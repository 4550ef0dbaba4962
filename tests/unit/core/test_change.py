import json
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind, MalformedChangeError, Shown, decode_change, encode_change
from crmsync.core.record import Record, RecordRef, Side

REF = RecordRef(Side.HUBSPOT, "contact", "1")
FULL = Change(
    REF,
    ChangeKind.UPDATE,
    10,
    "webhook",
    CallClass.POLL,
    fields={"a": 9},
    event_values={"a": None},
    superseded=(Shown("a", 8, "x"),),
    carried=Record(REF, {"a": True, "b": 1.5}, 7, 6),
    carried_as_of=8,
    attempt=2,
    crashes=1,
    first_link=True,
)


@pytest.mark.parametrize("change", [FULL, Change(REF, ChangeKind.LOOK, 10, "poll")])
def test_a_change_survives_the_queue(change: Change) -> None:
    assert decode_change(json.loads(json.dumps(encode_change(change)))) == change


def test_a_parked_change_keeps_no_values() -> None:
    bare = encode_change(FULL.without_values())
    assert bare.keys() == {"ref", "kind", "seen_at", "cause", "class", "fields", "attempt", "crashes", "first_link"}


def test_the_next_attempt_is_counted_and_reads_anew() -> None:
    again = FULL.again()
    assert again.attempt == 3
    assert again.carried is None


def test_what_events_showed_outlives_one_crash_and_not_two() -> None:
    once = replace(FULL, crashes=0).after_crash()
    assert (once.crashes, once.event_values, once.superseded, once.carried) == (1, {"a": None}, FULL.superseded, None)
    twice = once.after_crash()
    assert (twice.crashes, twice) == (2, replace(once.without_values(), crashes=2))


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"ref": "hubspot#contact", "kind": "look", "seen_at": 1, "cause": "x"},
        {"ref": REF.key, "kind": "wonder", "seen_at": 1, "cause": "x"},
        {"ref": REF.key, "kind": "look", "seen_at": "soon", "cause": "x"},
        {"ref": REF.key, "kind": "look", "seen_at": 1, "cause": "x", "fields": 3},
    ],
)
def test_what_is_no_change_is_named_so(body: Any) -> None:
    with pytest.raises(MalformedChangeError):
        decode_change(body)
