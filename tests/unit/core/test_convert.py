from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import agrees, convert, wire_value
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.normal_form import normalise
from crmsync.core.option_map import OptionMap
from crmsync.core.record import Side
from hypothesis import given
from hypothesis import strategies as st

H, S = Side.HUBSPOT, Side.SALESFORCE


def mapping_of(hubspot: Any = Kind.TEXT, salesforce: Any = Kind.TEXT, **salesforce_type: Any) -> FieldMapping:
    hubspot_type = hubspot if isinstance(hubspot, FieldType) else FieldType(hubspot)
    target = salesforce if isinstance(salesforce, FieldType) else FieldType(salesforce, **salesforce_type)
    return FieldMapping(
        "prop", {"Contact": "Field__c"}, hubspot_type=hubspot_type, salesforce_types={"Contact": target}
    )


@pytest.mark.parametrize(
    ("mapping", "to", "value", "expected"),
    [
        (mapping_of(), S, "Ann", "Ann"),
        (mapping_of(), S, None, None),
        (mapping_of(multi_line=False), S, "1 Road\n \nTown", "1 Road Town"),
        (mapping_of(), S, "1 Road\nTown", "1 Road\nTown"),
        (mapping_of(salesforce=Kind.NUMBER), H, 12.5, "12.5"),
        (mapping_of(Kind.EMAIL, Kind.EMAIL), S, "a@b.example", "a@b.example"),
        (mapping_of(Kind.NUMBER, Kind.NUMBER), S, 12, 12),
        (mapping_of(Kind.NUMBER, Kind.NUMBER, scale=1), S, 12.25, 12.3),
        (mapping_of(Kind.NUMBER, Kind.NUMBER, scale=0), S, 12.5, 13),
        (mapping_of(Kind.NUMBER, Kind.NUMBER, scale=0), S, -12.5, -13),
        (mapping_of(Kind.TEXT, Kind.NUMBER, scale=2), S, "7", 7),
        (mapping_of(Kind.BOOLEAN, Kind.BOOLEAN), S, None, False),
        (mapping_of(Kind.BOOLEAN, Kind.BOOLEAN), S, True, True),
        (mapping_of(Kind.BOOLEAN, Kind.BOOLEAN), H, False, False),
        (mapping_of(Kind.TEXT, Kind.BOOLEAN), H, True, "true"),
        (mapping_of(Kind.DATE, Kind.DATE), S, "2026-01-02", "2026-01-02"),
        (mapping_of(Kind.DATE, Kind.DATETIME), S, "2026-01-02", "2026-01-02T00:00:00.000Z"),
        (mapping_of(Kind.DATE, Kind.DATETIME), H, "2026-01-02T23:59:59.000Z", "2026-01-02"),
        (mapping_of(Kind.DATETIME, Kind.DATETIME), S, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.000Z"),
        (mapping_of(Kind.PICKLIST, Kind.PICKLIST, options=("Hot", "Cold")), S, "Hot", "Hot"),
        (mapping_of(Kind.PICKLIST, Kind.PICKLIST), S, "Anything", "Anything"),
        (mapping_of(Kind.MULTI_PICKLIST, Kind.MULTI_PICKLIST, options=("a", "b", "c")), S, "a;c", "a;c"),
        (mapping_of(Kind.PICKLIST, Kind.REFERENCE), S, "001000000000001", "001000000000001AAA"),
        (mapping_of(Kind.PICKLIST, Kind.REFERENCE), H, "001000000000001AAA", "001000000000001AAA"),
    ],
)
def test_conversions(mapping: FieldMapping, to: Side, value: Any, expected: Any) -> None:
    converted = convert(value, mapping, to, "Contact")
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("mapping", "to", "value", "reason"),
    [
        (mapping_of(max_length=3), S, "Anna", "The text has 4 characters; Salesforce's Field__c takes 3."),
        (mapping_of(FieldType(max_length=3)), H, "Anna", "The text has 4 characters; HubSpot's prop takes 3."),
        (mapping_of(Kind.EMAIL, Kind.EMAIL), S, "ann at example", "e-mail address"),
        (mapping_of(Kind.EMAIL, Kind.EMAIL, max_length=8), S, "ann@example.org", "takes 8"),
        (mapping_of(Kind.TEXT, Kind.NUMBER), S, "a dozen", "takes a number"),
        (mapping_of(Kind.TEXT, Kind.BOOLEAN), S, "perhaps", "takes true or false"),
        (mapping_of(Kind.TEXT, Kind.DATE), S, "soon", "takes a date"),
        (mapping_of(Kind.TEXT, Kind.DATETIME), S, "soon", "takes a date"),
        (mapping_of(Kind.PICKLIST, Kind.PICKLIST, options=("Hot",)), S, "Warm", "no such option"),
        (mapping_of(Kind.MULTI_PICKLIST, Kind.MULTI_PICKLIST, options=("a", "b")), S, "a;z", "no such option"),
        (mapping_of(FieldType(Kind.PICKLIST, options=("Hot",)), Kind.PICKLIST), H, "Warm", "HubSpot's prop"),
        (mapping_of(Kind.PICKLIST, Kind.REFERENCE), S, "Acme", "takes a Salesforce id"),
    ],
)
def test_what_does_not_fit_is_refused_with_reason_and_fix(
    mapping: FieldMapping, to: Side, value: Any, reason: str
) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, mapping, to, "Contact")
    assert reason in caught.value.reason
    assert caught.value.fix.endswith(".")
    assert value not in caught.value.reason + caught.value.fix


@pytest.mark.parametrize(
    ("mapping", "hubspot", "salesforce", "expected"),
    [
        (mapping_of(), "a", "a", True),
        (mapping_of(), "a", "b", False),
        (mapping_of(), None, None, True),
        (mapping_of(), None, "a", False),
        (mapping_of(Kind.DATE, Kind.DATETIME), "2026-01-02", "2026-01-02T15:30:00.000Z", True),
        (mapping_of(Kind.DATE, Kind.DATETIME), "2026-01-03", "2026-01-02T15:30:00.000Z", False),
        (mapping_of(Kind.DATETIME, Kind.DATE), "2026-01-02T15:30:00.123Z", "2026-01-02", True),
        (mapping_of(Kind.NUMBER, Kind.NUMBER, scale=1), 12.25, 12.3, True),
        (mapping_of(Kind.BOOLEAN, Kind.BOOLEAN), None, False, True),
        (mapping_of(Kind.BOOLEAN, Kind.BOOLEAN), None, True, False),
        (mapping_of(multi_line=False), "1 Road\nTown", "1 Road Town", True),
        (mapping_of(Kind.PICKLIST, Kind.PICKLIST, options=("Hot",)), "Warm", "Warm", True),
        (mapping_of(Kind.TEXT, Kind.NUMBER), "a dozen", 12, False),
    ],
)
def test_agreement(mapping: FieldMapping, hubspot: Any, salesforce: Any, expected: Any) -> None:
    assert agrees(hubspot, salesforce, mapping, "Contact") is expected


COLOURS = OptionMap((("red", "Rot"), ("scarlet", "Rot"), ("blue", "Blau"), ("navy", "Blau"), ("grey", "Grau")))
PICK = FieldType(Kind.PICKLIST, options=("red", "scarlet", "blue", "navy", "Gold"))
MANY = FieldType(Kind.MULTI_PICKLIST, options=("red", "scarlet", "blue"))
GERMAN = FieldType(Kind.PICKLIST, options=("Rot", "Blau", "Gold"))


@pytest.mark.parametrize(
    ("mapping", "to", "value", "expected"),
    [
        (mapping_of(PICK, GERMAN), S, "scarlet", "Rot"),
        (mapping_of(PICK, GERMAN), H, "Rot", "red"),
        (mapping_of(PICK, GERMAN), S, "Gold", "Gold"),
        (mapping_of(MANY, FieldType(Kind.MULTI_PICKLIST)), S, "blue;red;scarlet", "Blau;Rot"),
        (mapping_of(MANY, FieldType(Kind.MULTI_PICKLIST)), H, "Blau;Rot", "blue;red"),
        (mapping_of(Kind.TEXT, GERMAN), S, "navy", "Blau"),
        (mapping_of(Kind.TEXT, GERMAN), H, "Blau", "blue"),
    ],
)
def test_option_maps(mapping: FieldMapping, to: Side, value: Any, expected: Any) -> None:
    mapped = replace(mapping, options=COLOURS)
    assert convert(value, mapped, to, "Contact") == expected
    hubspot, salesforce = (expected, value) if to is H else (value, expected)
    assert agrees(hubspot, salesforce, mapped, "Contact")


@pytest.mark.parametrize(("to", "value"), [(S, "green"), (H, "Violett"), (S, "grey")])
def test_an_option_without_counterpart_is_refused_unless_there_is_a_default(to: Side, value: str) -> None:
    mapped = replace(mapping_of(PICK, GERMAN), options=COLOURS)
    with pytest.raises(ConversionError):
        convert(value, mapped, to, "Contact")
    if value != "grey":
        with_default = replace(mapped, options=replace(COLOURS, default_hubspot="red", default_salesforce="Rot"))
        assert convert(value, with_default, to, "Contact") == ("red" if to is H else "Rot")


@pytest.mark.parametrize(
    ("mapping", "to", "value", "expected"),
    [
        (mapping_of(Kind.DATE, Kind.DATETIME), H, "2026-06-30T22:30:00.000Z", "2026-07-01"),
        (mapping_of(Kind.DATE, Kind.DATETIME), S, "2026-07-01", "2026-06-30T22:00:00.000Z"),
        (mapping_of(Kind.DATE, Kind.DATETIME), S, "2026-01-01", "2025-12-31T23:00:00.000Z"),
        (mapping_of(Kind.DATETIME, Kind.DATE), S, "2026-06-30T22:30:00.123Z", "2026-07-01"),
        (mapping_of(Kind.DATETIME, Kind.DATE), H, "2026-07-01", "2026-06-30T22:00:00.000Z"),
        (mapping_of(Kind.DATE, Kind.DATE), S, "2026-07-01", "2026-07-01"),
        (mapping_of(Kind.DATETIME, Kind.DATETIME), H, "2026-06-30T22:30:00.000Z", "2026-06-30T22:30:00.000Z"),
    ],
)
def test_days_are_those_of_the_mappings_time_zone(mapping: FieldMapping, to: Side, value: Any, expected: Any) -> None:
    there = replace(mapping, time_zone="Europe/Berlin")
    assert convert(value, there, to, "Contact") == expected


def test_a_midnight_that_a_clock_change_leaves_out_is_still_of_that_day() -> None:
    mapping = replace(mapping_of(Kind.DATE, Kind.DATETIME), time_zone="America/Sao_Paulo")
    moment = convert("2018-11-04", mapping, S, "Contact")
    assert convert(moment, mapping, H, "Contact") == "2018-11-04"


@pytest.mark.parametrize(("to", "value"), [(S, "0001-01-01"), (H, "9999-12-31T20:00:00.000Z")])
def test_a_day_beyond_the_calendar_is_refused(to: Side, value: str) -> None:
    mapping = replace(mapping_of(Kind.DATE, Kind.DATETIME), time_zone="Asia/Tokyo")
    with pytest.raises(ConversionError) as caught:
        convert(value, mapping, to, "Contact")
    assert "far away" in caught.value.reason


STATES = FieldType(
    Kind.PICKLIST,
    options=("California", "Cagliari", "Texas"),
    codes=(("CA", "California"), ("CA", "Cagliari"), ("TX", "Texas")),
)


@pytest.mark.parametrize(("spelling", "expected"), [("Texas", "Texas"), ("texas", "Texas"), ("tx", "Texas")])
def test_states_and_countries_are_known_by_name_and_by_code(spelling: str, expected: str) -> None:
    mapping = mapping_of(Kind.TEXT, STATES)
    assert convert(spelling, mapping, S, "Contact") == expected
    assert agrees(spelling, expected, mapping, "Contact")


@pytest.mark.parametrize(("spelling", "reason"), [("CA", "several options"), ("Bavaria", "no such option")])
def test_a_state_that_is_not_known_is_refused(spelling: str, reason: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(spelling, mapping_of(Kind.TEXT, STATES), S, "Contact")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("side", "kind", "value", "expected"),
    [
        (H, Kind.TEXT, None, ""),
        (H, Kind.BOOLEAN, None, ""),
        (H, Kind.BOOLEAN, True, "true"),
        (H, Kind.NUMBER, 12, "12"),
        (H, Kind.NUMBER, 1e-07, "0.0000001"),
        (H, Kind.DATE, "2026-01-02", "2026-01-02"),
        (H, Kind.DATETIME, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"),
        (S, Kind.TEXT, None, None),
        (S, Kind.BOOLEAN, None, False),
        (S, Kind.BOOLEAN, True, True),
        (S, Kind.NUMBER, 12.5, 12.5),
        (S, Kind.DATETIME, "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05.000Z"),
    ],
)
def test_wire_values(side: Side, kind: Any, value: Any, expected: Any) -> None:
    on_the_wire = wire_value(value, side, FieldType(kind))
    assert on_the_wire == expected
    assert type(on_the_wire) is type(expected)


RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=12),
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.sampled_from(["a;b", "b;a;c", "true", "12.345", "2026-01-02", "Ann@Example.org", "003000000000001"]),
)
TYPES = st.builds(
    FieldType,
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.COMPOUND]),
    max_length=st.sampled_from([0, 5, 255]),
    options=st.sampled_from([(), ("a", "b", "true")]),
    scale=st.sampled_from([None, 0, 2]),
    multi_line=st.booleans(),
)
OPTION = st.sampled_from(["a", "b", "c", "true"])
OPTION_MAPS = st.builds(
    OptionMap, st.lists(st.tuples(OPTION, OPTION), max_size=4).map(tuple), st.none() | OPTION, st.none() | OPTION
)
MAPPINGS = st.builds(
    lambda mapping, options, time_zone: replace(mapping, options=options, time_zone=time_zone),
    st.builds(mapping_of, TYPES, TYPES),
    st.none() | OPTION_MAPS,
    st.sampled_from(["UTC", "Pacific/Kiritimati", "America/Sao_Paulo"]),
)


@given(RAW, MAPPINGS, st.sampled_from(Side))
def test_a_converted_value_is_in_normal_form_and_agrees_with_its_origin(
    raw: Any, mapping: FieldMapping, to: Side
) -> None:
    origin = normalise(raw, to.other, field_type(mapping, to.other, "Contact"))
    try:
        converted = convert(origin, mapping, to, "Contact")
    except ConversionError:
        return
    assert normalise(converted, to, field_type(mapping, to, "Contact")) == converted
    hubspot, salesforce = (converted, origin) if to is H else (origin, converted)
    assert agrees(hubspot, salesforce, mapping, "Contact")


@given(RAW, st.sampled_from(Side), TYPES)
def test_what_goes_over_the_wire_reads_back_as_the_same_value(raw: Any, side: Side, kind: Any) -> None:
    value = normalise(raw, side, kind)
    assert normalise(wire_value(value, side, kind), side, kind) == value
