"""An org whose people sync already, with accounts that do not yet, and an administrator who imports these."""

from __future__ import annotations

from typing import Any

from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.imports.import_world import ImportWorld
from tests.unit.sync.company_world import CompanyWorld


class KindsWorld(CompanyWorld, ImportWorld):
    """Empty at first. All pairs but contacts are off until `switch`: live work leaves alone what was there before."""

    def __init__(self, portal: HubspotSettings | None = None) -> None:
        super().__init__(portal)
        self.switch("company", enabled=False)
        for object_type in ("Case", "Opportunity", "Contact", "Account"):
            for one in self.ids_of(object_type):
                self.salesforce_user.delete(object_type, one)

    def switch(self, pair: str, *, enabled: bool = True, **settings: object) -> None:
        self.put(f"settings/{pair}", {"enabled": enabled, **settings})

    def syncing_person(self, email: str, **fields: str) -> str:
        """A Salesforce contact that syncs."""
        person = self.create_person(Email=email, LastName="Lovelace", **fields)
        self.run()
        assert self.contacts_of(email)
        return person

    def ids_of(self, object_type: str) -> list[str]:
        path: str | None = f"/services/data/v67.0/query?q=SELECT+Id+FROM+{object_type}+ORDER+BY+Id"
        ids: list[str] = []
        while path:
            page = self.salesforce_user.send("GET", path).json()
            ids += [str(row["Id"]) for row in page["records"]]
            path = page.get("nextRecordsUrl")
        return ids

    def load_ids(self, object_type: str, records: list[dict[str, Any]]) -> list[str]:
        """Past the API, into Salesforce: no calls, no events. The new ids."""
        before = set(self.ids_of(object_type))
        self.load(Side.SALESFORCE, records, object_type)
        return [one for one in self.ids_of(object_type) if one not in before]
