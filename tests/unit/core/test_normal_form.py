import json
import math
from typing import Any

import pytest
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.normal_form import normalise
from crmsync.core.record import Side
from hypothesis import example, given
from hypothesis import strategies as st

H, S = Side.HUBSPOT, Side.SALESFORCE

JSON_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(),
    st.text(max_size=30),
    st.from_regex(r"[ \r\n]*[0-9;:.TZe+-]{0,30}[ \r\n]*"),
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.dates().map(str),
    st.integers(-(10**14), 10**14).map(str),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@pytest.mark.parametrize(
    ("kind", "side", "value", "expected"),
    [
        (Kind.TEXT, H, "", None),
        (Kind.TEXT, H, " \r\n ", None),
        (Kind.TEXT, S, None, None),
        (Kind.TEXT, H, " a\r\nb\rc ", "a\nb\nc"),
        (Kind.TEXT, S, 12, "12"),
        (Kind.TEXT, S, 12.0, "12"),
        (Kind.TEXT, S, 1e-07, "0.0000001"),
        (Kind.TEXT, H, True, "true"),
        (Kind.TEXT, S, math.inf, "inf"),
        (Kind.PHONE, H, " +49 30 1 ", "+49 30 1"),
        (Kind.URL, S, "https://Example.com/A", "https://Example.com/A"),
        (Kind.EMAIL, H, " Ann@Example.COM ", "ann@example.com"),
        (Kind.EMAIL, S, " ", None),
        (Kind.NUMBER, H, "12", 12),
        (Kind.NUMBER, H, "12.50", 12.5),
        (Kind.NUMBER, H, "+.5", 0.5),
        (Kind.NUMBER, H, "1e3", 1000),
        (Kind.NUMBER, H, "9007199254740993", 9007199254740992),
        (Kind.NUMBER, S, 1.801440065696563e16, 18014400656965630),
        (Kind.NUMBER, H, "18014400656965632", 18014400656965630),
        (Kind.NUMBER, H, "1e400", "1e400"),
        (Kind.NUMBER, H, "1_000", "1_000"),
        (Kind.NUMBER, H, "١٢", "١٢"),
        (Kind.NUMBER, H, "a dozen", "a dozen"),
        (Kind.NUMBER, H, "", None),
        (Kind.NUMBER, S, 12.0, 12),
        (Kind.NUMBER, S, 12.25, 12.25),
        (Kind.NUMBER, S, 1e300, 10**300),
        (Kind.NUMBER, S, 10**400, str(10**400)),
        (Kind.NUMBER, S, math.nan, "nan"),
        (Kind.NUMBER, S, True, "true"),
        (Kind.BOOLEAN, H, "true", True),
        (Kind.BOOLEAN, H, "False", False),
        (Kind.BOOLEAN, H, "", None),
        (Kind.BOOLEAN, H, "perhaps", "perhaps"),
        (Kind.BOOLEAN, S, None, False),
        (Kind.BOOLEAN, S, " ", False),
        (Kind.BOOLEAN, S, True, True),
        (Kind.DATE, H, "2026-01-02", "2026-01-02"),
        (Kind.DATE, H, "1767312000000", "2026-01-02"),
        (Kind.DATE, H, "-86400000", "1969-12-31"),
        (Kind.DATE, S, "2026-01-02", "2026-01-02"),
        (Kind.DATE, S, 1767312000000, "2026-01-02"),
        (Kind.DATE, H, "2026-01-02T23:30:00-02:00", "2026-01-03"),
        (Kind.DATE, H, "2026-02-30", "2026-02-30"),
        (Kind.DATE, H, "soon", "soon"),
        (Kind.DATE, H, True, "true"),
        (Kind.DATE, H, ["x"], "['x']"),
        (Kind.DATETIME, H, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"),
        (Kind.DATETIME, H, "1767323045678", "2026-01-02T03:04:05.678Z"),
        (Kind.DATETIME, H, "", None),
        (Kind.DATETIME, S, "2026-01-02T03:04:05.000+0000", "2026-01-02T03:04:05.000Z"),
        (Kind.DATETIME, S, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.000Z"),
        (Kind.DATETIME, S, 1767323045678, "2026-01-02T03:04:05.000Z"),
        (Kind.DATETIME, S, 1767323045678.0, "2026-01-02T03:04:05.000Z"),
        (Kind.DATETIME, S, "2026-01-02T03:04:05", "2026-01-02T03:04:05.000Z"),
        (Kind.DATETIME, S, math.nan, "nan"),
        (Kind.DATETIME, S, 10**30, str(10**30)),
        (Kind.DATETIME, H, "0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00+05:00"),
        (Kind.PICKLIST, S, " Hot ", "Hot"),
        (Kind.MULTI_PICKLIST, H, "c; a;b;;a", "a;b;c"),
        (Kind.MULTI_PICKLIST, H, ";", None),
        (Kind.MULTI_PICKLIST, S, None, None),
        (Kind.REFERENCE, S, "001000000000001", "001000000000001AAA"),
        (Kind.REFERENCE, S, "not an id", "not an id"),
        (Kind.REFERENCE, S, None, None),
        (Kind.REFERENCE, H, "001000000000001", "001000000000001"),
    ],
)
def test_normal_forms(kind: Kind, side: Side, value: Any, expected: Any) -> None:
    form = normalise(value, side, FieldType(kind))
    assert form == expected
    assert type(form) is type(expected)


@given(JSON_VALUES, st.sampled_from(Side), st.sampled_from(Kind))
@example("12e", H, Kind.NUMBER)
@example("\x1c", S, Kind.EMAIL)
@example("İ", S, Kind.EMAIL)
def test_normalising_twice_changes_nothing_and_nothing_raises(value: Any, side: Side, kind: Any) -> None:
    field_type = FieldType(kind)
    once = normalise(value, side, field_type)
    assert normalise(once, side, field_type) == once


@given(JSON_VALUES, st.sampled_from(Side), st.sampled_from(Kind))
def test_a_normal_form_survives_storage_as_json(value: Any, side: Side, kind: Any) -> None:
    field_type = FieldType(kind)
    form = normalise(value, side, field_type)
    assert normalise(json.loads(json.dumps(form)), side, field_type) == form


@given(st.lists(st.sampled_from("abcd")).flatmap(lambda options: st.tuples(st.just(options), st.permutations(options))))
def test_the_order_of_a_multi_select_does_not_matter(orders: tuple[Any, Any]) -> None:
    one, other = (";".join(options) for options in orders)
    multi = FieldType(Kind.MULTI_PICKLIST)
    assert normalise(one, H, multi) == normalise(other, S, multi)


def test_text_that_is_no_blank_but_invisible_stays() -> None:
    assert normalise("\u200b", H, FieldType()) == "\u200b"
