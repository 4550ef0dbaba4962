"""Field types as the CRMs' own descriptions tell them."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.hubspot.schema import field_type as hubspot_type
from crmsync.adapters.salesforce.schema import field_types
from crmsync.core.mapping import FieldType, Kind


def option(value: str, label: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": label, "active": True, **more}


COUNTRIES = {
    "name": "MailingCountryCode",
    "type": "picklist",
    "picklistValues": [option("IT", "Italy"), *[option(f"X{n}", f"Land {n}") for n in range(8)], option("US", "USA")],
}


def described(**more: Any) -> dict[str, FieldType]:
    text = {"type": "string", "length": 80, "updateable": True}
    fields = [
        {"name": "MailingState", **text},
        {"name": "MailingCountry", **text},
        {"name": "MailingStateCode", "type": "picklist", **more},
        *([COUNTRIES] if "controllerName" in more else []),
    ]
    return field_types({"fields": fields})


def test_where_states_are_picklists_their_names_are_the_options_of_the_text() -> None:
    listed = [option("CA", "California"), option("CA", "Cagliari"), option("XX", "Gone", active=False)]
    types = described(picklistValues=listed)
    state = types["MailingState"]
    assert (state.kind, state.max_length, state.writable) == (Kind.PICKLIST, 80, True)
    assert state.options == ("California", "Cagliari")
    assert [pair[:2] for pair in state.codes] == [("CA", "California"), ("CA", "Cagliari")]
    assert all(len(pair) == 2 for pair in state.codes)
    assert types["MailingCountry"] == FieldType(max_length=80, multi_line=False)


def test_a_code_field_of_ones_own_changes_nothing() -> None:
    fields = [{"name": "Region", "type": "string"}, {"name": "RegionCode", "type": "picklist", "picklistValues": []}]
    assert field_types({"fields": fields})["Region"].kind is Kind.TEXT


@pytest.mark.parametrize(("kind", "is_long"), [("text", False), ("textarea", True), ("html", True)])
def test_multi_line_text_of_hubspot(kind: str, is_long: bool) -> None:
    found = hubspot_type({"name": "notes", "type": "string", "fieldType": kind})
    assert (found.kind, found.is_long) == (Kind.TEXT, is_long)


def test_states_tell_their_countries() -> None:
    """The bits of `validFor` stand for the controlling field's options, the first one highest."""
    listed = [option("CA", "California", validFor="AEA="), option("CA", "Cagliari", validFor="gAAA")]
    types = described(picklistValues=listed, controllerName="MailingCountryCode")
    assert types["MailingState"].codes == (("CA", "California", "USA"), ("CA", "Cagliari", "Italy"))
    assert types["MailingCountry"].codes[0] == ("IT", "Italy")
