from typing import Any

import pytest
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parameters.type_pairs import COMPATIBLE, are_compatible, partners

TEXTS = {Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.URL}


@pytest.mark.parametrize("hubspot", list(Kind))
def test_every_property_type_has_a_row(hubspot: Any) -> None:
    assert hubspot in COMPATIBLE


@pytest.mark.parametrize(
    ("hubspot", "salesforce"),
    [
        (Kind.PICKLIST, {Kind.PICKLIST, Kind.REFERENCE}),
        (Kind.MULTI_PICKLIST, {Kind.MULTI_PICKLIST}),
        (Kind.BOOLEAN, {Kind.BOOLEAN}),
        (Kind.NUMBER, {Kind.NUMBER}),
        (Kind.TEXT, TEXTS | {Kind.REFERENCE}),
        (Kind.EMAIL, TEXTS),
        (Kind.PHONE, TEXTS),
        (Kind.URL, TEXTS),
        (Kind.DATE, {Kind.DATE, Kind.DATETIME}),
        (Kind.DATETIME, {Kind.DATE, Kind.DATETIME}),
        (Kind.REFERENCE, set()),
    ],
)
def test_the_table(hubspot: Any, salesforce: Any) -> None:
    assert {kind for kind in Kind if are_compatible(FieldType(hubspot), FieldType(kind))} == salesforce


LONG = FieldType(is_long=True)


@pytest.mark.parametrize(
    ("salesforce", "expected"),
    [
        (FieldType(multi_line=True), True),
        (FieldType(multi_line=False), False),
        (FieldType(Kind.REFERENCE), False),
        (FieldType(Kind.PHONE), False),
    ],
)
def test_multi_line_text_goes_with_a_text_area_only(salesforce: FieldType, expected: bool) -> None:
    assert are_compatible(LONG, salesforce) is expected


def test_the_partners_are_told() -> None:
    assert partners(LONG) == "A multi-line property goes with: text area."
    assert partners(FieldType(Kind.PICKLIST)) == "A picklist property goes with: picklist, reference."
