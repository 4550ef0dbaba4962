"""Lead conversion: the lead becomes a contact with an account and, on wish, an opportunity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sandbox.salesforce.errors import refuse
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.write.writer import Writer

_TO_CONTACT: Mapping[str, str] = {
    **{name: name for name in ("FirstName", "LastName", "Salutation", "Title", "Phone", "MobilePhone", "Fax",
                               "Email", "LeadSource", "Description", "HasOptedOutOfEmail", "DoNotCall")},
    **{part: f"Mailing{part}" for part in ("Street", "City", "State", "PostalCode", "Country")},
}  # fmt: skip
_TO_ACCOUNT: Mapping[str, str] = {
    "Company": "Name",
    **{name: name for name in ("Phone", "Fax", "Website", "Industry", "Rating", "AnnualRevenue", "NumberOfEmployees")},
    **{part: f"Billing{part}" for part in ("Street", "City", "State", "PostalCode", "Country")},
}
_FIRST_STAGE = "Prospecting"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is asked for. Records that are not named are created from the lead, an opportunity only on wish."""

    lead_id: str
    status: str
    create_opportunity: bool = True
    opportunity_name: str = ""
    account_id: str = ""
    contact_id: str = ""
    opportunity_id: str = ""
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    lead_id: str
    account_id: str
    contact_id: str
    opportunity_id: str | None


def convert(writer: Writer, wish: Conversion) -> Converted:
    """Raises SalesforceError and then leaves the roll-back to the caller."""
    kind = writer.org.schema["Lead"]
    lead = writer.live_row(kind, wish.lead_id)
    _check(writer, lead, wish)
    account_id = wish.account_id or _account(writer, lead, wish)
    contact_id = wish.contact_id or _contact(writer, lead, account_id, wish)
    opportunity_id = _opportunity(writer, lead, account_id, contact_id, wish)
    values: Row = {
        "Status": wish.status,
        "IsConverted": True,
        "ConvertedDate": _today(writer).date().isoformat(),
        "ConvertedAccountId": account_id,
        "ConvertedContactId": contact_id,
        "ConvertedOpportunityId": opportunity_id,
    }
    _move_memberships(writer, lead["Id"], contact_id)
    _move_activities(writer, lead["Id"], contact_id)
    writer.change(kind, lead, values)
    return Converted(lead["Id"], account_id, contact_id, opportunity_id)


def _check(writer: Writer, lead: Row, wish: Conversion) -> None:
    if lead.get("IsConverted"):
        raise refuse("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
    statuses = {row["MasterLabel"] for row in writer.org.store.rows("LeadStatus").values() if row["IsConverted"]}
    if wish.status not in statuses:
        raise refuse("INVALID_STATUS", f"invalid convertedStatus: {wish.status}")
    named = {"Account": wish.account_id, "Contact": wish.contact_id, "Opportunity": wish.opportunity_id}
    for name, record_id in named.items():
        if record_id:
            writer.live_row(writer.org.schema[name], record_id)


def _account(writer: Writer, lead: Row, wish: Conversion) -> str:
    return _copy(writer, "Account", lead, _TO_ACCOUNT, {"OwnerId": wish.owner_id or lead["OwnerId"]})


def _contact(writer: Writer, lead: Row, account_id: str, wish: Conversion) -> str:
    extra = {"AccountId": account_id, "OwnerId": wish.owner_id or lead["OwnerId"]}
    return _copy(writer, "Contact", lead, _TO_CONTACT, extra)


def _opportunity(writer: Writer, lead: Row, account_id: str, contact_id: str, wish: Conversion) -> str | None:
    if wish.opportunity_id:
        role = {"OpportunityId": wish.opportunity_id, "ContactId": contact_id, "IsPrimary": False}
        writer.create(writer.org.schema["OpportunityContactRole"], role)
        return wish.opportunity_id
    if not wish.create_opportunity:
        return None
    quarter_later = _today(writer) + timedelta(days=90)
    extra = {
        "Name": wish.opportunity_name or f"{lead['Company']}-",
        "AccountId": account_id,
        "ContactId": contact_id,
        "StageName": _FIRST_STAGE,
        "CloseDate": quarter_later.date().isoformat(),
        "OwnerId": wish.owner_id or lead["OwnerId"],
    }
    return _copy(writer, "Opportunity", lead, {"LeadSource": "LeadSource"}, extra)


def _move_memberships(writer: Writer, lead_id: str, contact_id: str) -> None:
    """A member stays the lead's and becomes the contact's; it goes when the contact is in the campaign already."""
    kind = writer.org.schema["CampaignMember"]
    campaigns = {one["CampaignId"] for one in writer.find(kind, kind.fields["ContactId"], contact_id)}
    for member in writer.find(kind, kind.fields["LeadId"], lead_id):
        if member["CampaignId"] in campaigns:
            writer.delete(kind, member["Id"])
        else:
            _move(writer, kind, member, {"ContactId": contact_id, "Type": "Contact"})


def _move_activities(writer: Writer, lead_id: str, contact_id: str) -> None:
    for kind in (writer.org.schema["Task"], writer.org.schema["Event"]):
        for activity in writer.find(kind, kind.fields["WhoId"], lead_id):
            _move(writer, kind, activity, {"WhoId": contact_id})


def _move(writer: Writer, kind: ObjectType, row: Row, values: Row) -> None:
    writer.transaction.write("UPDATE", kind, row, {**row, **values, **writer.platform_stamps()})


def _copy(writer: Writer, to: str, lead: Row, names: Mapping[str, str], extra: Row) -> str:
    kind = writer.org.schema[to]
    values = {target: lead[source] for source, target in names.items() if source in lead}
    return writer.create(kind, {**kind.defaults, **values, **extra})


def _today(writer: Writer) -> datetime:
    return datetime.fromtimestamp(writer.transaction.now_ms / 1000, UTC)
