"""A SyncWorld whose companies sync with accounts, and what people do with them."""

from __future__ import annotations

from typing import Any

from crmsync.core.association import PARENT_COMPANY, PRIMARY_COMPANY
from crmsync.core.record import RecordRef, Side

from sandbox.hubspot.settings import HubspotSettings
from sandbox.simulation.portal_properties import add_own_properties
from tests.unit.sync.sync_world import SECOND, SyncWorld

COMPANIES = "companies"


class CompanyWorld(SyncWorld):
    def __init__(self, portal: HubspotSettings | None = None, **settings: object) -> None:
        super().__init__(portal)
        add_own_properties(self.hubspot_user)
        self.put("settings/company", {"enabled": True, **settings})

    # -- people -----------------------------------------------------------------------------------------------------

    def create_company(self, **properties: str) -> str:
        self.clock.advance(SECOND)
        created = self.hubspot_user.create(dict(properties), COMPANIES)
        assert created is not None
        return created

    def create_account(self, **fields: str) -> str:
        return self.create_person("Account", **fields)

    def edit_company(self, company: str, **properties: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(company, dict(properties), COMPANIES)

    def edit_account(self, account: str, **fields: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.salesforce_user.edit("Account", account, dict(fields))

    def employ(self, contact: str, company: str) -> None:
        """Makes it the contact's primary company."""
        self.clock.advance(SECOND)
        self.hubspot_user.associate(("contact", contact), ("company", company), PRIMARY_COMPANY["contact"].type_id)

    def leave_company(self, contact: str, company: str) -> None:
        self.clock.advance(SECOND)
        self.hubspot_user.dissociate(("contact", contact), ("company", company))

    def put_under(self, child: str, parent: str) -> None:
        self.clock.advance(SECOND)
        self.hubspot_user.associate(("company", child), ("company", parent), PARENT_COMPANY.type_id)

    def leave_group(self, child: str) -> None:
        parent = self.company(child, "hs_parent_company_id")
        self.hubspot_user.dissociate(("company", child), ("company", parent))

    # -- what they see ----------------------------------------------------------------------------------------------

    def company(self, company: str, *names: str) -> Any:
        shown = self.hubspot_user.show(company, list(names), COMPANIES)
        assert shown is not None, f"company {company} is not there"
        values = [shown.get(name) or None for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def companies(self, name: str) -> list[str]:
        body = {"filterGroups": [{"filters": [{"propertyName": "name", "operator": "EQ", "value": name}]}]}
        found = self.hubspot_user.send("POST", "/crm/v3/objects/companies/search", body).json()
        return [str(one["id"]) for one in found["results"]]

    def account(self, account: str, *names: str) -> Any:
        shown = self.salesforce_user.show("Account", account)
        assert shown is not None, f"account {account} is not there"
        values = [shown[name] for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def accounts(self, name: str) -> list[str]:
        soql = f"SELECT+Id+FROM+Account+WHERE+Name%3D'{name.replace(' ', '+')}'"
        found = self.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()
        return [str(row["Id"]) for row in found["records"]]


def account_ref(account: str) -> RecordRef:
    return RecordRef(Side.SALESFORCE, "Account", account)


def company_ref(company: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "company", company)
