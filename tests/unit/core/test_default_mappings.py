import pytest
from crmsync.core.configuration import PairSettings
from crmsync.core.contact_pair import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.default_mappings import DEFAULT_CONTACT_MAPPINGS
from crmsync.core.mapping import FieldMapping, Kind, Rule

EXPECTED = {
    "email": ("Email", "Email"),
    "salutation": ("Salutation", "Salutation"),
    "firstname": ("FirstName", "FirstName"),
    "lastname": ("LastName", "LastName"),
    "jobtitle": ("Title", "Title"),
    "company": ("Company", None),
    "website": ("Website", None),
    "phone": ("Phone", "Phone"),
    "fax": ("Fax", "Fax"),
    "address": ("Street", "MailingStreet"),
    "city": ("City", "MailingCity"),
    "state": ("State", "MailingState"),
    "zip": ("PostalCode", "MailingPostalCode"),
    "country": ("Country", "MailingCountry"),
}


@pytest.mark.s("S17")
def test_the_default_mappings() -> None:
    mapped = {
        mapping.hubspot: (mapping.salesforce.get("Lead"), mapping.salesforce.get("Contact"))
        for mapping in DEFAULT_CONTACT_MAPPINGS
    }
    assert mapped == EXPECTED


@pytest.mark.parametrize("mapping", DEFAULT_CONTACT_MAPPINGS, ids=lambda mapping: mapping.hubspot)
def test_each_is_a_default_with_types_and_the_connectors_rule(mapping: FieldMapping) -> None:
    assert mapping.is_default
    assert mapping.rule is Rule.PREFER_SALESFORCE_UNLESS_BLANK
    assert mapping.salesforce_types.keys() == mapping.salesforce.keys()
    assert all(kind.max_length for kind in mapping.salesforce_types.values())


def test_no_field_is_mapped_twice() -> None:
    for object_type in CONTACT_PAIR.salesforce_types:
        fields = [mapping.salesforce[object_type] for mapping in CONTACT_PAIR.mapped(object_type)]
        assert len(set(fields)) == len(fields)


def test_the_pair_works_without_any_parameter() -> None:
    pair = DEFAULT_CONFIGURATION.pair_of("Lead")
    assert pair is CONTACT_PAIR is DEFAULT_CONFIGURATION.pair_of("contact")
    assert pair.settings == PairSettings()
    assert next(mapping for mapping in pair.mappings if mapping.hubspot == "email").hubspot_type.kind is Kind.EMAIL
