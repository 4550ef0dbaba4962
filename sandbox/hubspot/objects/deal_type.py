"""The deal as a new portal ships it; its pipelines and stages are the portal's own."""

from __future__ import annotations

from sandbox.hubspot.objects.standard_properties import (
    calculated,
    choice,
    long_text,
    moment,
    number,
    owner,
    standard_type,
    text,
)

_PROPERTIES = (
    text("dealname", "Deal Name"),
    number("amount", "Amount"),
    moment("closedate", "Close Date"),
    choice("pipeline", "Pipeline"),
    choice("dealstage", "Deal Stage", field_type="radio"),
    choice(
        "dealtype",
        "Deal Type",
        ("newbusiness", "New Business"),
        ("existingbusiness", "Existing Business"),
        field_type="radio",
    ),
    long_text("description", "Deal Description"),
    long_text("closed_lost_reason", "Closed Lost Reason"),
    long_text("closed_won_reason", "Closed Won Reason"),
    text("hs_next_step", "Next step"),
    choice("hs_priority", "Priority", ("low", "Low"), ("medium", "Medium"), ("high", "High")),
    choice("deal_currency_code", "Currency"),
    owner("Deal owner"),
    calculated("hs_exchange_rate", "Exchange rate"),
    calculated("amount_in_home_currency", "Amount in company currency"),
    calculated("hs_deal_stage_probability", "Deal probability"),
    calculated("hs_is_closed", "Is Deal Closed?", "string"),
    calculated("hs_is_closed_won", "Is Closed Won", "string"),
    calculated("hs_primary_associated_company", "Primary Associated Company", refers_to="COMPANY"),
    calculated("num_associated_contacts", "Number of Associated Contacts"),
)

DEAL = standard_type(
    "0-3",
    "deals",
    "deal",
    _PROPERTIES,
    shown=("amount", "closedate", "dealname", "dealstage", "pipeline"),
    created="createdate",
    searched=("dealname", "pipeline", "dealstage", "description", "dealtype"),
)
