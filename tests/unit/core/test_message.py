import json

import pytest
from crmsync.core.change import Change, ChangeKind, MalformedChangeError
from crmsync.core.message import MESSAGE_BYTES, pack, unpack
from crmsync.core.record import RecordRef, Side


def changes(count: int, filler: str = "") -> list[Change]:
    return [
        Change(RecordRef(Side.HUBSPOT, "contact", str(number)), ChangeKind.LOOK, 1, f"test{filler}")
        for number in range(count)
    ]


@pytest.mark.parametrize(("count", "messages"), [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)])
def test_a_message_holds_a_hundred(count: int, messages: int) -> None:
    bodies = list(pack(changes(count)))
    assert len(bodies) == messages
    assert [change for body in bodies for change in unpack(body)] == changes(count)


def test_a_message_keeps_to_its_bytes_whatever_the_alphabet() -> None:
    big = changes(30, "ö" * 10_000)
    bodies = list(pack(big))
    assert all(len(body.encode()) <= MESSAGE_BYTES + 20 for body in bodies)
    assert [change for body in bodies for change in unpack(body)] == big


def test_changes_may_be_packed_singly() -> None:
    assert len(list(pack(changes(3), most=1))) == 3


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", json.dumps({"changes": {}}), json.dumps({"changes": [1]})])
def test_what_is_no_message_is_named_so(body: str) -> None:
    with pytest.raises(MalformedChangeError):
        unpack(body)
