"""The object pair `company`: HubSpot's company with Salesforce's Account, matched by id and then by internet domain."""

from __future__ import annotations

from crmsync.core.association import PARENT_COMPANY
from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import FieldMapping, FieldType, Kind
from crmsync.core.match_key import MatchBy, MatchKey
from crmsync.core.object_pair import Creation, ObjectPair
from crmsync.core.own_properties import SYNC_STAMPS, OwnProperty
from crmsync.core.pair_settings import PairSettings
from crmsync.core.reference_mappings import to_company

ACCOUNT = "Account"
_HUBSPOT_MAX = 65_536
_TEXT = FieldType(max_length=_HUBSPOT_MAX)
_LONG_TEXT = FieldType(max_length=_HUBSPOT_MAX, is_long=True)


def _default(hubspot: str, salesforce: str, kind: FieldType, hubspot_type: FieldType = _TEXT) -> FieldMapping:
    fields, kinds = {ACCOUNT: salesforce}, {ACCOUNT: kind}
    return FieldMapping(hubspot, fields, hubspot_type=hubspot_type, salesforce_types=kinds, is_default=True)


def _text(max_length: int, *, multi_line: bool = False) -> FieldType:
    return FieldType(max_length=max_length, multi_line=multi_line)


_NUMBER = FieldType(Kind.NUMBER, scale=0)
_PHONE = FieldType(Kind.PHONE, max_length=40)

_MAPPINGS = (
    _default("name", "Name", _text(255)),
    _default("website", "Website", FieldType(Kind.URL, max_length=255), FieldType(Kind.URL, _HUBSPOT_MAX)),
    _default("phone", "Phone", _PHONE, FieldType(Kind.PHONE, _HUBSPOT_MAX)),
    _default("address", "BillingStreet", _text(255, multi_line=True)),
    _default("city", "BillingCity", _text(40)),
    _default("state", "BillingState", _text(80)),
    _default("zip", "BillingPostalCode", _text(20)),
    _default("country", "BillingCountry", _text(80)),
    _default("annualrevenue", "AnnualRevenue", _NUMBER, FieldType(Kind.NUMBER)),
    _default("numberofemployees", "NumberOfEmployees", _NUMBER, FieldType(Kind.NUMBER)),
    _default("description", "Description", _text(32_000, multi_line=True), _LONG_TEXT),
    owner_of(ACCOUNT),
)

ACCOUNT_ID = OwnProperty(
    "salesforceaccountid", "Salesforce account ID", "string", "text", "The account it is linked to.", is_unique=True
)

COMPANY = ObjectPair(
    name="company",
    hubspot_type="company",
    salesforce_types={ACCOUNT: "001"},
    mappings=_MAPPINGS,
    references=(to_company("hs_parent_company_id", ACCOUNT, "ParentId", PARENT_COMPANY),),
    settings=PairSettings(enabled=False, create_in_salesforce="account", required_fallbacks={"Name": "[not provided]"}),
    match=MatchKey(
        MatchBy.DOMAIN, ("domain", "website"), {ACCOUNT: "Website"}, "contact", {"Lead": "ConvertedAccountId"}
    ),
    creation=Creation.WITH_CONTACT,
    required={ACCOUNT: ("Name",)},
    id_properties={ACCOUNT: ACCOUNT_ID.name},
    is_unique=True,
    naming={ACCOUNT: "Name"},
    stamps=(ACCOUNT_ID, *SYNC_STAMPS),
    marks_person_accounts=ACCOUNT,
)
