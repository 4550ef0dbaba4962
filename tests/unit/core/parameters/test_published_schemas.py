from pathlib import Path
from typing import Any

import pytest
from crmsync.core.parameters.schemas import FAMILIES, Family, published_schemas, schema_of
from jsonschema import Draft202012Validator

JOIN = {"list_id": "7", "campaign_id": "701000000000001"}
PETS: dict[str, Any] = {"hubspot": "pet", "salesforce": "Pet__c", "mappings": []}
REQUIRED: dict[str, dict[str, Any]] = {"mappings": {"mappings": []}, "campaigns": JOIN, "objects": PETS}
PUBLISHED = Path(__file__).parents[4] / "docs" / "parameters"


def minimal(family: Family) -> dict[str, Any]:
    return REQUIRED.get(family.shown.partition("/")[0], {})


def test_the_published_schemas_are_up_to_date() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in PUBLISHED.glob("*.schema.json")}
    assert found == published_schemas(), "run: python docs/parameters/publish.py"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.shown)
def test_each_is_a_schema_and_takes_an_empty_or_minimal_document(family: Family) -> None:
    Draft202012Validator.check_schema(family.schema)
    assert Draft202012Validator(family.schema).is_valid(minimal(family))


@pytest.mark.parametrize(
    ("parameter", "is_known"),
    [
        ("settings/contact", True),
        ("mappings/contact", True),
        ("mappings/contact/my-own_2.json", True),
        ("mappings/contact/", False),
        ("mappings/contact/a/b", False),
        ("quota/salesforce", True),
        ("quota/other", False),
        ("options/x", True),
        ("settings/campaign", True),
        ("campaigns/spring", True),
        ("campaigns/", False),
        ("objects/pet", True),
        ("objects/", False),
        ("", False),
    ],
)
def test_names_of_parameters(parameter: str, is_known: bool) -> None:
    assert (schema_of(parameter) is not None) is is_known


def test_defaults_in_the_schemas_are_valid_themselves() -> None:
    for family in FAMILIES:
        properties = family.schema["properties"]
        defaults = {name: schema["default"] for name, schema in properties.items() if "default" in schema}
        document = defaults | minimal(family)
        assert Draft202012Validator(family.schema).is_valid(document)
