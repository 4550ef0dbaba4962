"""docs/mappings.md, and that the default mappings fit what both CRMs describe."""

import pytest
from crmsync.adapters.hubspot.schema import field_type as hubspot_type
from crmsync.adapters.salesforce.schema import field_type as salesforce_type
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.mapping import FieldMapping, FieldType
from crmsync.core.own_properties import MAPPED, OwnProperty

from sandbox.hubspot.objects.contact_type import CONTACT
from sandbox.hubspot.properties import property_json
from sandbox.salesforce.schema.catalogue import standard_objects
from sandbox.salesforce.schema.describe import describe
from sandbox.salesforce.schema.org_schema import OrgSchema
from tests.mappings_page import PAGE, page

DEFAULTS = pytest.mark.parametrize("mapping", CONTACT_PAIR.mappings, ids=lambda mapping: mapping.hubspot)


@pytest.mark.s("S17")
def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.mappings_page"


@pytest.mark.s("S17")
def test_they_are_the_connectors_twenty_nine() -> None:
    """It lists a field of leads and one of contacts apart where their names differ."""
    assert sum(len(set(mapping.salesforce.values())) for mapping in CONTACT_PAIR.mappings) == 29


@DEFAULTS
def test_the_page_names_every_default(mapping: FieldMapping) -> None:
    row = next(line for line in page().splitlines() if line.startswith(f"| `{mapping.hubspot}` |"))
    assert all(f"`{name}`" in row for name in mapping.salesforce.values())


def shape(kind: FieldType) -> tuple[object, ...]:
    return kind.kind, kind.max_length, kind.options, kind.scale


@DEFAULTS
def test_the_types_without_schemas_are_those_of_hubspot(mapping: FieldMapping) -> None:
    described = hubspot_type(property_json(CONTACT.properties[mapping.hubspot]))
    assert shape(described) == shape(mapping.hubspot_type)
    assert described.is_long == mapping.hubspot_type.is_long


@DEFAULTS
def test_the_types_without_schemas_are_those_of_salesforce(mapping: FieldMapping) -> None:
    for object_type, name in mapping.salesforce.items():
        described = describe(OrgSchema(0), standard_objects()[object_type], "", is_integration=True)["fields"]
        [found] = [salesforce_type(field) for field in described if field["name"] == name]
        standard = mapping.salesforce_types[object_type]
        assert shape(found) == (standard.kind, standard.max_length or found.max_length, standard.options, found.scale)


@pytest.mark.parametrize("own", MAPPED, ids=lambda own: own.name)
def test_what_the_set_up_creates_is_what_a_portal_has_after_it(own: OwnProperty) -> None:
    found = CONTACT.properties[own.name]
    assert (found.type, found.field_type) == (own.type, own.field_type)
