"""What an administrator does in Salesforce, which no API of ours can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

STEPS: tuple[tuple[str, str], ...] = (
    (
        "Integration user and permission set",
        (
            "Make a user of its own for crmsync (the licence Salesforce Integration will do) with a permission "
            "set: API Enabled; View Setup and Configuration, by which the calls that are left, the validation rules "
            "and changes of flows, Apex and rights can be seen; Transfer Record, Transfer Leads and View All Users, "
            "for the owners; Read, Create, Edit and View All of {objects}, Delete too where deletions of HubSpot "
            "cross, Read of Account and Campaign; field-level security of every mapped field."
        ),
    ),
    (
        "External Client App",
        (
            "Setup > External Client App Manager > New: OAuth with the scope api, the flow Client Credentials, "
            "and the integration user as Run As. Put consumer key and secret into crmsync's Salesforce secret, "
            "and deploy with SalesforceLoginUrl set to your My Domain: that flow does not work at "
            "login.salesforce.com."
        ),
    ),
    (
        "Change Data Capture: live changes",
        (
            "Setup > Change Data Capture: select {objects}. An org without the add-on may select five objects in "
            "all, which all integrations share. Run this again when you have switched on another object."
        ),
    ),
    (
        "Event Relay to Amazon EventBridge",
        (
            "Make a custom channel with these change events, a named credential for your AWS account and region, "
            "and an event relay on that channel (Setup > Event Relays); set it to Run. In EventBridge associate "
            "the partner event source aws.partner/salesforce.com/... with an event bus, and deploy with "
            "ChangeEventBusName set to its name."
        ),
    ),
    (
        "Or Outbound Messages, which need neither",
        (
            "A record-triggered flow on each of these objects that sends an Outbound Message with the field Id to "
            "{salesforce_webhook_url}?secret=<webhook_secret>. They tell of no deletions; the poll does."
        ),
    ),
)


def steps(salesforce_webhook_url: str, objects: Sequence[str]) -> list[dict[str, str]]:
    """`{"title", "text"}` each; `objects` are those that sync."""
    named = {"{salesforce_webhook_url}": salesforce_webhook_url, "{objects}": _listed(objects)}
    return [{"title": title, "text": _filled(text, named)} for title, text in STEPS]


def _filled(text: str, named: Mapping[str, str]) -> str:
    for place, value in named.items():
        text = text.replace(place, value)
    return text


def _listed(objects: Sequence[str]) -> str:
    """`Contact, Lead and Account`"""
    *first, last = objects
    return f"{', '.join(first)} and {last}" if first else last
