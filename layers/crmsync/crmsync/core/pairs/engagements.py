"""What Salesforce can be told of HubSpot's people, each switched on by its name in `types` of `settings/task`.

The properties: https://knowledge.hubspot.com/properties/hubspots-default-contact-properties
"""

from __future__ import annotations

from crmsync.core.engagement import Engagement
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule

_TASKS = "Tasks"
_LAST_FORM = "recent_conversion_event_name"
_LAST_EMAIL = "hs_email_last_email_name"
_PEOPLE = ("Contact", "Lead")


def _told(hubspot: str, engagement: Engagement) -> FieldMapping:
    """`hubspot` is the property with the last time."""
    return FieldMapping(
        hubspot,
        dict.fromkeys(_PEOPLE, _TASKS),
        Rule.ALWAYS_HUBSPOT,
        FieldType(Kind.DATETIME, writable=False),
        dict.fromkeys(_PEOPLE, FieldType()),
        is_default=True,
        engagement=engagement,
    )


ENGAGEMENTS = (
    _told("recent_conversion_date", Engagement("form_submission", "Form submitted", _LAST_FORM)),
    _told("hs_email_last_send_date", Engagement("email_sent", "Marketing email sent", _LAST_EMAIL)),
    _told("hs_email_last_open_date", Engagement("email_opened", "Marketing email opened", _LAST_EMAIL)),
    _told("hs_email_last_click_date", Engagement("email_clicked", "Marketing email clicked", _LAST_EMAIL)),
    _told("hs_sales_email_last_opened", Engagement("sales_email_opened", "Sales email opened")),
    _told("hs_sales_email_last_clicked", Engagement("sales_email_clicked", "Sales email clicked")),
    _told("hs_sales_email_last_replied", Engagement("sales_email_replied", "Sales email replied")),
    _told("hs_document_last_revisited", Engagement("document_viewed", "Sales document viewed")),
)
ENGAGEMENT_NAMES = tuple(one.engagement.name for one in ENGAGEMENTS if one.engagement is not None)
