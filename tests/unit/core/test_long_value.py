"""Long values are kept by hash."""

from __future__ import annotations

import pytest
from crmsync.core.long_value import LONGEST_KEPT_BYTES, shorten
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "x" * 2_048, "é" * 1_024])
def test_what_is_short_stays(value: str | float | None) -> None:
    assert shorten(value) is value


def test_what_is_long_becomes_its_hash_and_length() -> None:
    assert shorten("é" * 1_025) == "sha256:7401d66e53876ff539ca56c712df32fc80df1299bf461199add1c50723cfe6cd:2050"


def test_one_more_byte_is_another_marker() -> None:
    assert shorten("x" * 5_000) == shorten("x" * 5_000)
    assert shorten("x" * 5_000) != shorten("x" * 4_999 + "y")
    assert shorten("x" * 2_049) != "x" * 2_049


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert shorten("\ud83d" * 3_000) == shorten("\ud83d" * 3_000)


@given(st.text(min_size=500, max_size=3_000))
def test_shortening_twice_is_shortening_once(text: str) -> None:
    once = shorten(text)

    assert shorten(once) == once
    assert isinstance(once, str)
    assert len(once.encode()) <= LONGEST_KEPT_BYTES
