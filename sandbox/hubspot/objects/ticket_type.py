"""The ticket as a new portal ships it; its pipelines and stages are the portal's own."""

from __future__ import annotations

from sandbox.hubspot.objects.standard_properties import calculated, choice, long_text, owner, standard_type, text

_PROPERTIES = (
    text("subject", "Ticket name"),
    long_text("content", "Ticket description"),
    choice("hs_pipeline", "Pipeline"),
    choice("hs_pipeline_stage", "Ticket status"),
    choice(
        "hs_ticket_priority", "Priority", ("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High"), ("URGENT", "Urgent")
    ),
    choice(
        "hs_ticket_category",
        "Category",
        ("PRODUCT_ISSUE", "Product Issue"),
        ("BILLING_ISSUE", "Billing Issue"),
        ("FEATURE_REQUEST", "Feature Request"),
        ("GENERAL_INQUIRY", "General Inquiry"),
        field_type="checkbox",
    ),
    choice("source_type", "Source", ("CHAT", "Chat"), ("EMAIL", "Email"), ("FORM", "Form"), ("PHONE", "Phone")),
    choice(
        "hs_resolution",
        "Resolution",
        ("ISSUE_FIXED", "Issue fixed"),
        ("REFUNDED_OR_REPLACED", "Refunded or replaced"),
        ("CUSTOMER_UNRESPONSIVE", "Customer unresponsive"),
        ("OTHER", "Other"),
        field_type="checkbox",
    ),
    owner("Ticket owner"),
    calculated("closed_date", "Close date", "datetime"),
    calculated("hs_primary_company_id", "Primary Company ID", refers_to="COMPANY"),
    calculated("hs_num_associated_companies", "Number of Associated Companies"),
)

TICKET = standard_type(
    "0-5",
    "tickets",
    "ticket",
    _PROPERTIES,
    shown=("content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"),
    created="createdate",
    always_required=("hs_pipeline_stage",),
    searched=("subject", "content", "hs_pipeline_stage", "hs_ticket_category"),
)
