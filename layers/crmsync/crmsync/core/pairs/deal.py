"""The object pair `deal`: HubSpot's deal with Salesforce's Opportunity, tied by their ids alone."""

from __future__ import annotations

from crmsync.core.association import CONTACT_OF_DEAL, PRIMARY_COMPANY
from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.members import Members
from crmsync.core.money_fields import MoneyFields
from crmsync.core.object_pair import ObjectPair
from crmsync.core.option_map import OptionMap
from crmsync.core.own_properties import SYNC_STAMPS, OwnProperty
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pipeline_map import StagedFields
from crmsync.core.reference_mappings import to_company

OPPORTUNITY = "Opportunity"
_HUBSPOT_MAX = 65_536
_TEXT = FieldType(max_length=_HUBSPOT_MAX)
_LONG_TEXT = FieldType(max_length=_HUBSPOT_MAX, is_long=True)
_PICKLIST = FieldType(Kind.PICKLIST, max_length=255)

TYPES = OptionMap(
    (
        ("newbusiness", "New Customer"),
        ("existingbusiness", "Existing Customer - Upgrade"),
        ("existingbusiness", "Existing Customer - Replacement"),
        ("existingbusiness", "Existing Customer - Downgrade"),
        ("newbusiness", "New Business"),
        ("existingbusiness", "Existing Business"),
    )
)
"""HubSpot's deal types, and those that Salesforce's orgs begin with, old and new."""


def _default(
    hubspot: str,
    salesforce: str,
    kind: FieldType,
    hubspot_type: FieldType = _TEXT,
    *,
    rule: Rule = Rule.PREFER_SALESFORCE_UNLESS_BLANK,
    options: OptionMap | None = None,
) -> FieldMapping:
    fields, kinds = {OPPORTUNITY: salesforce}, {OPPORTUNITY: kind}
    return FieldMapping(hubspot, fields, rule, hubspot_type, kinds, is_default=True, options=options)


_MAPPINGS = (
    _default("dealname", "Name", FieldType(max_length=120, multi_line=False)),
    _default("pipeline", "RecordTypeId", FieldType(Kind.REFERENCE), FieldType(Kind.PICKLIST), rule=Rule.TWO_WAY),
    _default("dealstage", "StageName", _PICKLIST, FieldType(Kind.PICKLIST), rule=Rule.TWO_WAY),
    _default("amount", "Amount", FieldType(Kind.NUMBER, scale=2), FieldType(Kind.NUMBER)),
    _default("deal_currency_code", "CurrencyIsoCode", _PICKLIST, FieldType(Kind.PICKLIST)),
    _default("closedate", "CloseDate", FieldType(Kind.DATE), FieldType(Kind.DATETIME)),
    _default("dealtype", "Type", _PICKLIST, FieldType(Kind.PICKLIST), options=TYPES),
    _default("description", "Description", FieldType(max_length=32_000), _LONG_TEXT),
    owner_of(OPPORTUNITY),
)

OPPORTUNITY_ID = OwnProperty(
    "salesforceopportunityid",
    "Salesforce opportunity ID",
    "string",
    "text",
    "The opportunity it is linked to.",
    is_unique=True,
)

ROLES = "OpportunityContactRoles"
CONTACTS = FieldMapping(
    "num_associated_contacts",
    {OPPORTUNITY: ROLES},
    Rule.TWO_WAY,
    FieldType(Kind.NUMBER),
    {OPPORTUNITY: FieldType()},
    is_default=True,
    members=Members(
        "contact", "contact", "Contact", CONTACT_OF_DEAL, "OpportunityContactRole", "OpportunityId", "ContactId"
    ),
)
"""Salesforce's contact roles. HubSpot counts a deal's contacts in a property, by which a change of them shows."""

DEAL = ObjectPair(
    name="deal",
    hubspot_type="deal",
    salesforce_types={OPPORTUNITY: "006"},
    mappings=_MAPPINGS,
    references=(to_company("hs_primary_associated_company", OPPORTUNITY, "AccountId", PRIMARY_COMPANY["deal"]),),
    members=(CONTACTS,),
    settings=PairSettings(
        enabled=False,
        create_in_salesforce="opportunity",
        required_fallbacks={"Name": "[not provided]", "StageName": None, "CloseDate": None},
    ),
    required={OPPORTUNITY: ("Name", "StageName", "CloseDate")},
    id_properties={OPPORTUNITY: OPPORTUNITY_ID.name},
    is_unique=True,
    naming={OPPORTUNITY: "Name"},
    staged=StagedFields("pipeline", "dealstage", OPPORTUNITY, "RecordTypeId", "StageName", closed_at="closedate"),
    money=MoneyFields("amount", "deal_currency_code"),
    stamps=(OPPORTUNITY_ID, *SYNC_STAMPS),
)
