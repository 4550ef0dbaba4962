from typing import Any

import pytest
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parameters.type_pairs import COMPATIBLE, are_compatible

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
        (Kind.TEXT, TEXTS),
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
