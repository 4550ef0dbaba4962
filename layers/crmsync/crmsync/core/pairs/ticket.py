"""The object pair `ticket`: HubSpot's ticket with Salesforce's Case, tied by ids alone.

Support works in both systems, so that the fields go both ways unless a parameter says otherwise.
"""

from __future__ import annotations

from crmsync.core.association import CONTACT, PRIMARY_COMPANY
from crmsync.core.fixed_mappings import owner_of
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.object_pair import ObjectPair
from crmsync.core.option_map import OptionMap
from crmsync.core.own_properties import SYNC_STAMPS, OwnProperty
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pipeline_map import StagedFields
from crmsync.core.reference_mappings import to_company, to_contact

CASE = "Case"
_HUBSPOT_MAX = 65_536
_PICKLIST = FieldType(Kind.PICKLIST, max_length=255)

_PRIORITIES = OptionMap((("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High"), ("URGENT", "High")))
_SOURCES = OptionMap((("EMAIL", "Email"), ("PHONE", "Phone"), ("FORM", "Web"), ("CHAT", "Web")))


def _text(hubspot: str, salesforce: str, max_length: int, *, is_long: bool = False) -> FieldMapping:
    own = FieldType(max_length=_HUBSPOT_MAX, is_long=is_long)
    kinds = {CASE: FieldType(max_length=max_length, multi_line=is_long)}
    return FieldMapping(hubspot, {CASE: salesforce}, Rule.TWO_WAY, own, kinds, is_default=True)


def _picklist(
    hubspot: str, salesforce: str, options: OptionMap | None = None, kind: FieldType = _PICKLIST
) -> FieldMapping:
    fields, kinds = {CASE: salesforce}, {CASE: kind}
    own = FieldType(Kind.PICKLIST)
    return FieldMapping(hubspot, fields, Rule.TWO_WAY, own, kinds, is_default=True, options=options)


_MAPPINGS = (
    _text("subject", "Subject", 255),
    _text("content", "Description", 32_000, is_long=True),
    _picklist("hs_ticket_priority", "Priority", _PRIORITIES),
    _picklist("source_type", "Origin", _SOURCES),
    _picklist("hs_pipeline", "RecordTypeId", kind=FieldType(Kind.REFERENCE)),
    _picklist("hs_pipeline_stage", "Status"),
    owner_of(CASE),
)

CASE_ID = OwnProperty(
    "salesforcecaseid", "Salesforce case ID", "string", "text", "The case it is linked to.", is_unique=True
)

TICKET = ObjectPair(
    name="ticket",
    hubspot_type="ticket",
    salesforce_types={CASE: "500"},
    mappings=_MAPPINGS,
    references=(
        to_contact("associated_contact", CASE, "ContactId", CONTACT["ticket"]),
        to_company("hs_primary_company_id", CASE, "AccountId", PRIMARY_COMPANY["ticket"]),
    ),
    settings=PairSettings(enabled=False, create_in_salesforce="case", required_fallbacks={"Status": None}),
    # Salesforce would choose a status itself, and the ticket would be moved to that one's pipeline.
    required={CASE: ("Status",)},
    required_in_hubspot=("hs_pipeline_stage",),
    id_properties={CASE: CASE_ID.name},
    is_unique=True,
    naming={CASE: "Subject"},
    staged=StagedFields("hs_pipeline", "hs_pipeline_stage", CASE, "RecordTypeId", "Status"),
    stamps=(CASE_ID, *SYNC_STAMPS),
)
