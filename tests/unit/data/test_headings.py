"""Column headings of Data Loader, reports and HubSpot exports."""

import pytest

from sandbox.data.headings import HEADINGS, columns_of, plain


@pytest.mark.parametrize("heading", ["FIRSTNAME", "FirstName", "First Name", " first_name ", "First name"])
def test_spellings_of_one_salesforce_heading(heading: str) -> None:
    assert columns_of("salesforce", "lead", [heading]).fields == ("FirstName",)


def test_hubspot_export_headings() -> None:
    headings = ["Record ID", "First Name", "Last Name", "Email", "Phone Number", "State/Region", "Contact owner"]
    columns = columns_of("hubspot", "contact", headings)
    assert columns.fields == ("hs_object_id", "firstname", "lastname", "email", "phone", "state", None)
    assert columns.left_out == ("Contact owner",)


def test_the_second_column_of_a_field_is_left_out() -> None:
    columns = columns_of("hubspot", "contact", ["Phone Number", "Phone", "Email"])
    assert columns.fields == ("phone", None, "email")
    assert columns.left_out == ("Phone",)


@pytest.mark.parametrize("key", sorted(HEADINGS))
def test_no_heading_stands_for_two_fields(key: tuple[str, str]) -> None:
    seen: dict[str, str] = {}
    for field, names in HEADINGS[key].items():
        for name in {plain(name) for name in (*names, field)}:
            assert seen.setdefault(name, field) == field


@pytest.mark.parametrize("key", sorted(HEADINGS))
def test_api_names_are_headings_too(key: tuple[str, str]) -> None:
    assert columns_of(*key, list(HEADINGS[key])).fields == tuple(HEADINGS[key])
