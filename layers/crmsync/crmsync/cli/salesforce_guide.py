"""What an administrator does in Salesforce, which no API of ours can do."""

from __future__ import annotations

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Integration user and permission set",
        (
            "Make a user of its own for crmsync (licence Salesforce Integration will do).",
            "Give it a permission set: API Enabled; View Setup and Configuration (the calls that are left);",
            "Read, Create, Edit and View All of Lead and Contact, Read of Account; field-level security of every",
            "mapped field. Delete only if deletions are to cross.",
        ),
    ),
    (
        "External Client App",
        (
            "Setup > External Client App Manager > New: enable OAuth, scope api, flow Client Credentials, and the",
            "integration user as Run As. Put consumer key and secret into crmsync's Salesforce secret, and deploy",
            "with SalesforceLoginUrl set to your My Domain: that flow does not work at login.salesforce.com.",
        ),
    ),
    (
        "Change Data Capture (live changes)",
        (
            "Setup > Change Data Capture: select Lead and Contact. An org without add-on may select five objects;",
            "crmsync takes two of them, and five once companies, deals and tickets sync too.",
        ),
    ),
    (
        "Event Relay to Amazon EventBridge",
        (
            "Make a custom channel with both change events, a named credential arn:aws:… of your account and region,",
            "and an event relay on it (Setup > Event Relays), and set it to Run. In EventBridge associate the partner",
            "event source aws.partner/salesforce.com/… with an event bus; deploy with ChangeEventBusName = its name.",
        ),
    ),
    (
        "Or Outbound Messages, without add-on and without relay",
        (
            "A record-triggered flow on Lead and one on Contact that send an Outbound Message with the field Id to",
            "{salesforce_webhook_url}?secret=<webhook_secret>. They tell of no deletions; the poll does.",
        ),
    ),
)


def steps(salesforce_webhook_url: str) -> list[dict[str, object]]:
    """`{"title", "lines"}` each."""
    return [
        {"title": title, "lines": [line.replace("{salesforce_webhook_url}", salesforce_webhook_url) for line in lines]}
        for title, lines in STEPS
    ]
