"""The org's users. Two of them are owners in HubSpot too; one has left."""

from __future__ import annotations

from sandbox.salesforce.ids import numbered
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.settings import SalesforceSettings

INTEGRATION_USER = numbered("005", 1)
PERSON = numbered("005", 2)


def users(settings: SalesforceSettings) -> list[Row]:
    return [
        _user(1, "Integration", "User", settings.integration_username, "intuser"),
        _user(2, "Riley", "Novak", settings.person_username, "rnovak"),
        _user(3, "Dana", "Ortiz", "dana.ortiz@example.com", "dortiz"),
        _user(4, "Kenji", "Mori", "kenji.mori@example.com", "kmori"),
        {**_user(5, "Petra", "Lang", "petra.lang@example.com", "plang"), "IsActive": False},
    ]


def _user(number: int, first: str, last: str, email: str, alias: str) -> Row:
    return {
        "Id": numbered("005", number),
        "Username": email,
        "FirstName": first,
        "LastName": last,
        "Name": f"{first} {last}",
        "Email": email,
        "Alias": alias,
        "IsActive": True,
        "TimeZoneSidKey": "America/Los_Angeles",
        "LocaleSidKey": "en_US",
        "LanguageLocaleKey": "en_US",
        "UserType": "Standard",
    }
