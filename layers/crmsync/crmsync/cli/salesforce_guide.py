"""What an administrator does in Salesforce, which no API of ours can do."""

from __future__ import annotations

STEPS: tuple[tuple[str, str], ...] = (
    (
        "Integration user and permission set",
        (
            "Make a user of its own for crmsync (the licence Salesforce Integration will do) with a permission "
            "set: API Enabled; View Setup and Configuration, by which the calls that are left can be read; Read, "
            "Create, Edit and View All of Lead and Contact, Read of Account; field-level security of every mapped "
            "field."
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
            "Setup > Change Data Capture: select Lead and Contact. An org without the add-on may select five "
            "objects in all; crmsync needs these two, and other integrations share the rest."
        ),
    ),
    (
        "Event Relay to Amazon EventBridge",
        (
            "Make a custom channel with both change events, a named credential for your AWS account and region, "
            "and an event relay on that channel (Setup > Event Relays); set it to Run. In EventBridge associate "
            "the partner event source aws.partner/salesforce.com/... with an event bus, and deploy with "
            "ChangeEventBusName set to its name."
        ),
    ),
    (
        "Or Outbound Messages, which need neither",
        (
            "A record-triggered flow on Lead and one on Contact that send an Outbound Message with the field Id "
            "to {salesforce_webhook_url}?secret=<webhook_secret>. They tell of no deletions; the poll does."
        ),
    ),
)


def steps(salesforce_webhook_url: str) -> list[dict[str, str]]:
    """`{"title", "text"}` each."""
    filled = ((title, text.replace("{salesforce_webhook_url}", salesforce_webhook_url)) for title, text in STEPS)
    return [{"title": title, "text": text} for title, text in filled]
