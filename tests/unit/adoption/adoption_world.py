"""A portal in which HubSpot's own connector has synced, an org, and the job that takes its links over."""

from __future__ import annotations

from typing import Any

from crmsync.core.record import RecordRef, Side
from crmsync.core.stamped_link import LinkSource
from crmsync.usecases.admin.adopt_links import AdoptionCommand, StartAdoption
from crmsync.usecases.admin.dispatch import dispatch
from crmsync.usecases.adoption.adopt_links import AdoptLinks

from tests.unit.sync.sync_world import SyncWorld

HOUR = 3_600_000


class AdoptionWorld(SyncWorld):
    def __init__(self) -> None:
        super().__init__()
        self.job = AdoptLinks(
            self.product.jobs,
            self.product.links,
            self.product.configurations,
            self.product.gate("admin"),
            self.clock,
            self.product.randomness,
        )

    def person_there(self, email: str, object_type: str = "Contact", **fields: Any) -> str:
        """Loaded: nobody is told, so that nothing syncs."""
        company = {"Company": "Analytical"} if object_type == "Lead" else {}
        row = {"LastName": "Lovelace", "Email": email, **company, **fields}
        before = self.people_of(email)
        self.control(Side.SALESFORCE, "load", {"object": object_type, "records": [row]})
        (person,) = [one for one in self.people_of(email) if one not in before]
        return person

    def contact_there(self, email: str, **properties: str) -> str:
        return self.stamped([{"email": email, "lastname": "Lovelace", **properties}])[0]

    def stamped(self, rows: list[dict[str, str]], **how: str) -> list[str]:
        """Loaded an hour ago, by an import or by the connector (`author="connector"`)."""
        loaded = self.control(Side.HUBSPOT, "load", {"records": rows, **how})
        assert not loaded["errors"], loaded
        ids: list[str] = loaded["ids"]
        return ids

    def pair_there(self, email: str, object_type: str = "Contact", **properties: str) -> tuple[str, str]:
        """(contact, person) as the connector left them."""
        person = self.person_there(email, object_type)
        stamp = "salesforcecontactid" if object_type == "Contact" else "salesforceleadid"
        return self.contact_there(email, **{stamp: person, **properties}), person

    def ask(self, command: str, **args: Any) -> Any:
        answer = dispatch(self._commands(), {"command": command, "args": args})
        assert answer["ok"], answer
        return answer["result"]

    def refused(self, command: str, **args: Any) -> str:
        answer = dispatch(self._commands(), {"command": command, "args": args})
        assert not answer["ok"], answer
        return str(answer["error"]["code"])

    def _commands(self) -> dict[str, Any]:
        return {
            "links.adopt": StartAdoption(self.job, LinkSource.ADOPT),
            "links.rebuild": StartAdoption(self.job, LinkSource.REBUILD),
            "links.status": AdoptionCommand(self.job.state),
            "links.work": AdoptionCommand(self.job.go_on),
            "links.cancel": AdoptionCommand(self.job.cancel),
        }

    def person_of(self, contact_id: str) -> str | None:
        """The Salesforce record that the contact is linked with."""
        ref = RecordRef(Side.HUBSPOT, "contact", contact_id)
        link = self.product.links.find([ref]).get(ref)
        return link.salesforce.id if link is not None else None
