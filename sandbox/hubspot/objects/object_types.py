"""The object types of a new portal. Another one is data: its schema and its rules."""

from __future__ import annotations

from sandbox.hubspot.objects.contact_type import CONTACT
from sandbox.hubspot.objects.schema import ObjectType, Option, Property, PropertyGroup, by_name, options

_DEAL_STAGES = options(
    ("appointmentscheduled", "Appointment Scheduled"),
    ("qualifiedtobuy", "Qualified To Buy"),
    ("presentationscheduled", "Presentation Scheduled"),
    ("decisionmakerboughtin", "Decision Maker Bought-In"),
    ("contractsent", "Contract Sent"),
    ("closedwon", "Closed Won"),
    ("closedlost", "Closed Lost"),
)


def _own(name: str, label: str, kind: str) -> Property:
    field_type = "number" if kind == "number" else "date"
    return Property(name, label, kind, field_type, read_only=True, calculated=True, kept_by_hubspot=True)


def _select(name: str, label: str, choices: tuple[Option, ...]) -> Property:
    return Property(name, label, "enumeration", "select", options=choices)


def _owner(label: str) -> Property:
    return Property(
        "hubspot_owner_id",
        label,
        "enumeration",
        "select",
        external_options=True,
        referenced_object_type="OWNER",
    )


def object_type(
    type_id: str, name: str, singular: str, properties: list[Property], shown: tuple[str, ...] = ()
) -> ObjectType:
    """An object type with HubSpot's own record properties and one property group."""
    group = f"{singular}information"
    own = [
        _own("hs_object_id", "Record ID", "number"),
        _own("hs_createdate", "Object create date/time", "datetime"),
        _own("hs_lastmodifieddate", "Object last modified date/time", "datetime"),
    ]
    return ObjectType(
        id=type_id,
        name=name,
        singular=singular,
        properties=by_name([*properties, *own]),
        groups={group: PropertyGroup(group, f"{singular.capitalize()} information", 0)},
        default_properties=(*shown, "hs_createdate", "hs_lastmodifieddate", "hs_object_id"),
    )


COMPANY = object_type(
    "0-2",
    "companies",
    "company",
    [
        Property("name", "Company name"),
        Property("domain", "Company Domain Name"),
        Property("website", "Website URL"),
        Property("phone", "Phone Number", field_type="phonenumber"),
        Property("address", "Street Address"),
        Property("city", "City"),
        Property("state", "State/Region"),
        Property("zip", "Postal Code"),
        Property("country", "Country/Region"),
        Property("industry", "Industry"),
        Property("description", "Description", field_type="textarea"),
        Property("annualrevenue", "Annual Revenue", "number", "number"),
        Property("numberofemployees", "Number of Employees", "number", "number"),
        _owner("Company owner"),
    ],
    shown=("domain", "name"),
)

DEAL = object_type(
    "0-3",
    "deals",
    "deal",
    [
        Property("dealname", "Deal Name"),
        Property("amount", "Amount", "number", "number"),
        Property("closedate", "Close Date", "datetime", "date"),
        _select("pipeline", "Pipeline", options(("default", "Sales Pipeline"))),
        _select("dealstage", "Deal Stage", _DEAL_STAGES),
        Property("description", "Deal Description", field_type="textarea"),
        _owner("Deal owner"),
    ],
    shown=("amount", "closedate", "dealname", "dealstage", "pipeline"),
)

TICKET = object_type(
    "0-5",
    "tickets",
    "ticket",
    [
        Property("subject", "Ticket name"),
        Property("content", "Ticket description", field_type="textarea"),
        _select("hs_pipeline_stage", "Ticket status", options("1", "2", "3", "4")),
        _owner("Ticket owner"),
    ],
    shown=("content", "subject"),
)

TASK = object_type(
    "0-27",
    "tasks",
    "task",
    [
        Property("hs_task_subject", "Task Title"),
        Property("hs_task_body", "Task Notes", field_type="textarea"),
        Property("hs_timestamp", "Due date", "datetime", "date"),
        _select("hs_task_status", "Task Status", options("NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED")),
        _owner("Assigned to"),
    ],
    shown=("hs_task_subject",),
)

DEFAULT_TYPES = (CONTACT, COMPANY, DEAL, TICKET, TASK)
