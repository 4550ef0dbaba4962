"""Salesforce campaigns of a person, and the HubSpot property that shows them.

The property mirrors Salesforce: it shows the campaigns that the lead or contact is a member of, as options whose values
are the campaigns' ids and whose labels are their names. It is a mapped field like any other, but for its rule: whatever
it shows is made to be what Salesforce says, also at a first link, since it holds nothing that is not in Salesforce.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.normal_form import options_of, text_of
from crmsync.core.record import Value

CAMPAIGNS = "salesforcecampaignids"
"""The connector's own property; another one may be chosen in `settings/campaign`."""

MEMBERSHIPS = "CampaignMembers"
"""The relationship that leads and contacts have to their campaign members: read as if it were a field."""

_ONE, _STATUS = f"{MEMBERSHIPS}.", ".Status"

MEMBER = "CampaignMember"
PERSON_FIELDS = {"ContactId": "Contact", "LeadId": "Lead"}
"""By field of a member, whom it names. That of a converted lead names both; the contact counts."""

UNKNOWN = "HubSpot's property has no option for one of the person's campaigns yet."
UNKNOWN_FIX = "Nothing: the option is added within minutes, and the record goes on by itself."

_IDS = FieldType(Kind.MULTI_PICKLIST, writable=False)


def campaign_mapping(hubspot: str, hubspot_type: FieldType, salesforce_types: Iterable[str]) -> FieldMapping:
    objects = tuple(salesforce_types)
    return FieldMapping(
        hubspot=hubspot,
        salesforce=dict.fromkeys(objects, MEMBERSHIPS),
        rule=Rule.MIRROR,
        hubspot_type=hubspot_type,
        salesforce_types=dict.fromkeys(objects, _IDS),
        to_salesforce=False,
    )


def campaign_ids(value: Value) -> list[str]:
    """Those that a value on either side lists, sorted."""
    return [] if value is None else options_of(text_of(value))


def unknown_campaigns(value: Value, mapping: FieldMapping) -> list[str]:
    """The campaigns for which the property has no option. One that is plain text, or whose options are kept by HubSpot
    itself, takes any.
    """
    if not keeps_options(mapping):
        return []
    known = set(mapping.hubspot_type.options)
    return [campaign for campaign in campaign_ids(value) if campaign not in known]


def keeps_options(mapping: FieldMapping) -> bool:
    """Whether the options of the property are ours to add."""
    return mapping.hubspot_type.kind is Kind.MULTI_PICKLIST


def membership(campaign_id: str) -> str:
    """By which a change names that the person joined or left that campaign; its value is whether they are in it."""
    return f"{_ONE}{campaign_id}"


def is_membership(name: str) -> bool:
    return name.startswith(_ONE) and not name.endswith(_STATUS)


def member_status(campaign_id: str) -> str:
    """Read and written as if it were a field of the person: the status that their member of that campaign has."""
    return f"{_ONE}{campaign_id}{_STATUS}"


def campaign_of_status(name: str) -> str | None:
    """The inverse of `member_status`; None for every other field."""
    is_status = name.startswith(_ONE) and name.endswith(_STATUS)
    return name.removeprefix(_ONE).removesuffix(_STATUS) if is_status else None


def is_of_members(name: str) -> bool:
    """Whether a field of a person is none, and is read and written by way of their members."""
    return name == MEMBERSHIPS or name.startswith(_ONE)


def status_mapping(
    hubspot: str, hubspot_type: FieldType, campaign_id: str, salesforce_types: Iterable[str]
) -> FieldMapping:
    objects, field = tuple(salesforce_types), member_status(campaign_id)
    types = dict.fromkeys(objects, FieldType())
    return FieldMapping(hubspot, dict.fromkeys(objects, field), Rule.MEMBER_STATUS, hubspot_type, types)


def mapped_name(name: str) -> str:
    """The field of a mapping that a name in a change is about."""
    return MEMBERSHIPS if is_membership(name) else name


def agrees_with(known: Value, memberships: Mapping[str, Value]) -> bool:
    """Whether a value that lists campaigns says the same of each membership, by its name."""
    campaigns = {membership(one) for one in campaign_ids(known)}
    return all((name in campaigns) is bool(is_in) for name, is_in in memberships.items())


def without_memberships(fields: Iterable[str]) -> list[str]:
    """For queries that cannot ask for a person's members."""
    return [field for field in fields if not is_of_members(field)]


def with_options(mapping: FieldMapping, options: Iterable[str]) -> FieldMapping:
    return replace(mapping, hubspot_type=replace(mapping.hubspot_type, options=tuple(options)))


def person_of(values: Mapping[str, Value]) -> tuple[str, str] | None:
    """Object and id of the person whom a member's fields name; None when none is shown."""
    named = ((object_type, values.get(field)) for field, object_type in PERSON_FIELDS.items())
    return next(((object_type, str(person)) for object_type, person in named if person), None)
