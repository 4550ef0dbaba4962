from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.salesforce.ids import IdSequence, MalformedIdError, checksum, is_id, to_18

ID15 = st.text("abcXYZ019", min_size=15, max_size=15)


@pytest.mark.parametrize(
    ("short", "long"), [("0015i00000MLQoq", "0015i00000MLQoqAAH"), ("001B0000009D7iy", "001B0000009D7iyIAC")]
)
def test_real_ids_have_this_checksum(short: str, long: str) -> None:
    assert to_18(short) == long
    assert to_18(long) == long


@given(ID15)
def test_the_checksum_restores_lost_case(short: str) -> None:
    long = to_18(short)
    assert to_18(long.lower()) == long
    assert long == short + checksum(short)


@pytest.mark.parametrize("text", ["", "abc", "0015i00000MLQo!", "0015i00000MLQoqAA", "0015i00000MLQoq999", "x" * 19])
def test_other_shapes_are_refused(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(MalformedIdError):
        to_18(text)


def test_a_sequence_ascends_and_keeps_the_prefix() -> None:
    ids = IdSequence()
    given_out = [ids.next("00Q") for _ in range(200)]
    assert given_out == sorted(set(given_out))
    assert all(one.startswith("00Q") and to_18(one) == one for one in given_out)
    assert ids.next("003").startswith("003")


def test_a_sequence_can_skip_what_is_taken() -> None:
    ids, other = IdSequence(), IdSequence()
    ids.skip("00Q", 3)
    ids.skip("00Q", 1)
    assert ids.next("00Q") == [other.next("00Q") for _ in range(4)][-1]
