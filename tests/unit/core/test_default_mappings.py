import pytest
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import agrees, convert
from crmsync.core.default_configuration import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.mapping import FieldMapping, Kind, Rule
from crmsync.core.normal_form import text_of
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.contact_mappings import DEFAULT_CONTACT_MAPPINGS
from crmsync.core.record import Side, Value

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
    "annualrevenue": ("AnnualRevenue", None),
    "numemployees": ("NumberOfEmployees", None),
    "industry": ("Industry", None),
    "leadsource": ("LeadSource", "LeadSource"),
    "rating": ("Rating", None),
    "description": ("Description", "Description"),
    "hs_lead_status": ("Status", None),
    "salesforceaccountid": (None, "AccountId"),
}
ACCOUNT = "001000000000001AAA"
BOTH_WAYS: list[tuple[str, Value, Value]] = [
    ("email", "ada@example.org", "ada@example.org"),
    ("salutation", "Dr.", "Dr."),
    ("firstname", "Ada", "Ada"),
    ("lastname", "Lovelace", "Lovelace"),
    ("jobtitle", "Countess", "Countess"),
    ("company", "Analytical Engines", "Analytical Engines"),
    ("website", "https://example.org", "https://example.org"),
    ("phone", "+44 20 7946 0000", "+44 20 7946 0000"),
    ("fax", "+44 20 7946 0001", "+44 20 7946 0001"),
    ("address", "12 St James's Square\nSecond floor", "12 St James's Square\nSecond floor"),
    ("city", "London", "London"),
    ("state", "Greater London", "Greater London"),
    ("zip", "SW1Y 4JH", "SW1Y 4JH"),
    ("country", "United Kingdom", "United Kingdom"),
    ("annualrevenue", "1250000", 1_250_000),
    ("industry", "Engineering", "Engineering"),
    ("leadsource", "Partner Referral", "Partner Referral"),
    ("rating", "Hot", "Hot"),
    ("description", "Met at the\nsoirée", "Met at the\nsoirée"),
    ("hs_lead_status", "NEW", "Open - Not Contacted"),
    ("hs_lead_status", "IN_PROGRESS", "Working - Contacted"),
    ("hs_lead_status", "OPEN_DEAL", "Closed - Converted"),
    ("hs_lead_status", "UNQUALIFIED", "Closed - Not Converted"),
]
TO_SALESFORCE: list[tuple[str, Value, Value]] = [
    ("annualrevenue", "1250000.50", 1_250_001),
    ("hs_lead_status", "OPEN", "Open - Not Contacted"),
    ("hs_lead_status", "ATTEMPTED_TO_CONTACT", "Working - Contacted"),
    ("hs_lead_status", "CONNECTED", "Working - Contacted"),
    ("hs_lead_status", "BAD_TIMING", "Closed - Not Converted"),
]
TO_HUBSPOT: list[tuple[str, Value, Value]] = [
    ("numemployees", 1, "1-5"),
    ("numemployees", 5, "1-5"),
    ("numemployees", 6, "5-25"),
    ("numemployees", 1_000, "500-1000"),
    ("numemployees", 1_001, "1000+"),
    ("salesforceaccountid", ACCOUNT, ACCOUNT),
]
NOT_CONVERTIBLE: list[tuple[str, Side, Value]] = [
    ("annualrevenue", Side.SALESFORCE, "a lot"),
    ("numemployees", Side.HUBSPOT, 0),
    ("hs_lead_status", Side.SALESFORCE, "NURTURED"),
    ("hs_lead_status", Side.HUBSPOT, "Recycled"),
    ("zip", Side.SALESFORCE, "a text that is longer than the field"),
]


def default(hubspot: str) -> FieldMapping:
    return next(mapping for mapping in DEFAULT_CONTACT_MAPPINGS if mapping.hubspot == hubspot)


def test_every_default_has_an_example() -> None:
    assert {row[0] for row in (*BOTH_WAYS, *TO_HUBSPOT)} == EXPECTED.keys()


@pytest.mark.s("S17")
@pytest.mark.parametrize(("name", "hubspot", "salesforce"), [*BOTH_WAYS, *TO_SALESFORCE])
def test_what_arrives_in_salesforce(name: str, hubspot: Value, salesforce: Value) -> None:
    for object_type in default(name).salesforce:
        assert convert(hubspot, default(name), Side.SALESFORCE, object_type) == salesforce
        assert agrees(hubspot, salesforce, default(name), object_type)


@pytest.mark.s("S17")
@pytest.mark.parametrize(("name", "hubspot", "salesforce"), BOTH_WAYS)
def test_what_arrives_in_hubspot(name: str, hubspot: Value, salesforce: Value) -> None:
    for object_type in default(name).salesforce:
        assert convert(salesforce, default(name), Side.HUBSPOT, object_type) == text_of(hubspot)


@pytest.mark.s("S17")
@pytest.mark.parametrize(("name", "salesforce", "hubspot"), TO_HUBSPOT)
def test_what_goes_to_hubspot_only(name: str, salesforce: Value, hubspot: Value) -> None:
    mapping = default(name)
    assert not mapping.to_salesforce
    for object_type in mapping.salesforce:
        assert convert(salesforce, mapping, Side.HUBSPOT, object_type) == hubspot
        assert agrees(hubspot, salesforce, mapping, object_type)


@pytest.mark.parametrize(("name", "to", "value"), NOT_CONVERTIBLE)
def test_what_does_not_fit(name: str, to: Side, value: Value) -> None:
    for object_type in default(name).salesforce:
        with pytest.raises(ConversionError) as caught:
            convert(value, default(name), to, object_type)
        assert caught.value.fix


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
    assert all(kind.max_length or kind.kind is Kind.NUMBER for kind in mapping.salesforce_types.values())


def test_no_field_is_mapped_twice() -> None:
    for object_type in CONTACT_PAIR.salesforce_types:
        fields = [mapping.salesforce[object_type] for mapping in CONTACT_PAIR.mapped(object_type)]
        assert len(set(fields)) == len(fields)


def test_the_pair_works_without_any_parameter() -> None:
    pair = DEFAULT_CONFIGURATION.pair_of("Lead")
    assert pair is CONTACT_PAIR is DEFAULT_CONFIGURATION.pair_of("contact")
    assert pair.settings == PairSettings()
    assert next(mapping for mapping in pair.mappings if mapping.hubspot == "email").hubspot_type.kind is Kind.EMAIL
