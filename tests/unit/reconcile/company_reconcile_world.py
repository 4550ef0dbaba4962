"""A world in which people and companies sync, and are compared."""

from __future__ import annotations

from sandbox.simulation.portal_properties import add_own_properties
from tests.unit.reconcile.reconcile_world import ReconcileWorld
from tests.unit.sync.company_world import COMPANIES, account_ref
from tests.unit.sync.sync_world import SECOND


class CompanyReconcileWorld(ReconcileWorld):
    def __init__(self) -> None:
        super().__init__()
        add_own_properties(self.hubspot_user)
        self.put("settings/company", {"enabled": True})

    def linked_company(self, name: str, **fields: str) -> tuple[str, str]:
        """The ids of the company and of the account that it was made from."""
        account = self.create_person("Account", Name=name, **fields)
        self.run()
        return self.link_of(account_ref(account)).hubspot.id, account

    def set_company_phone(self, company: str, phone: str) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(company, {"phone": phone}, COMPANIES)

    def set_account_phone(self, account: str, phone: str) -> None:
        self.clock.advance(SECOND)
        assert self.salesforce_user.edit("Account", account, {"Phone": phone})

    def company_phone(self, company: str) -> str | None:
        shown = self.hubspot_user.show(company, ["phone"], COMPANIES)
        assert shown is not None
        return shown["phone"] or None
