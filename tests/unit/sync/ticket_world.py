"""A SyncWorld whose tickets sync with cases, and what people do with them."""

from __future__ import annotations

from typing import Any

from crmsync.core.association import CONTACT
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.company_world import CompanyWorld
from tests.unit.sync.sync_world import SECOND

TICKETS = "tickets"
SALESFORCE_PIPELINE = "Salesforce"
"""What crmsync makes of an org without record types."""


class TicketWorld(CompanyWorld):
    def __init__(self, **settings: object) -> None:
        super().__init__()
        self.put("settings/ticket", {"enabled": True, **settings})

    # -- people -----------------------------------------------------------------------------------------------------

    def create_ticket(self, **properties: str) -> str:
        self.clock.advance(SECOND)
        standard = self.stage("New")
        created = self.hubspot_user.create({**standard, **properties}, TICKETS)
        assert created is not None
        return created

    def create_case(self, **fields: str) -> str:
        return self.create_person("Case", **fields)

    def edit_ticket(self, ticket: str, **properties: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(ticket, dict(properties), TICKETS)

    def edit_case(self, case: str, **fields: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.salesforce_user.edit("Case", case, dict(fields))

    def ask_for(self, ticket: str, contact: str) -> None:
        """Makes it a ticket of that contact."""
        self.clock.advance(SECOND)
        self.hubspot_user.associate(("ticket", ticket), ("contact", contact), CONTACT["ticket"].type_id)

    def part(self, ticket: str, contact: str) -> None:
        self.clock.advance(SECOND)
        self.hubspot_user.dissociate(("ticket", ticket), ("contact", contact))

    # -- what they see ----------------------------------------------------------------------------------------------

    def ticket(self, ticket: str, *names: str) -> Any:
        shown = self.hubspot_user.show(ticket, list(names), TICKETS)
        assert shown is not None, f"ticket {ticket} is not there"
        values = [shown.get(name) or None for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def case(self, case: str, *names: str) -> Any:
        shown = self.salesforce_user.show("Case", case)
        assert shown is not None, f"case {case} is not there"
        values = [shown[name] for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def contacts_of_ticket(self, ticket: str) -> list[str]:
        found = self.hubspot_user.send("GET", f"/crm/v4/objects/ticket/{ticket}/associations/contact").json()
        return sorted(str(one["toObjectId"]) for one in found["results"])

    def stage(self, label: str, pipeline: str = SALESFORCE_PIPELINE) -> dict[str, str]:
        """Pipeline and stage by their labels, as properties."""
        known = self.hubspot_user.send("GET", "/crm/v3/pipelines/tickets").json()["results"]
        own = next(one for one in known if one["label"] == pipeline)
        stage = next(one for one in own["stages"] if one["label"] == label)
        return {"hs_pipeline": str(own["id"]), "hs_pipeline_stage": str(stage["id"])}

    def closed_stages(self, pipeline: str = SALESFORCE_PIPELINE) -> list[str]:
        """Their labels."""
        known = self.hubspot_user.send("GET", "/crm/v3/pipelines/tickets").json()["results"]
        own = next(one for one in known if one["label"] == pipeline)
        return [str(one["label"]) for one in own["stages"] if one["metadata"]["ticketState"] == "CLOSED"]

    def stage_of(self, ticket: str) -> tuple[str, str]:
        """The labels of pipeline and stage."""
        pipeline, stage = self.ticket(ticket, "hs_pipeline", "hs_pipeline_stage")
        known = self.hubspot_user.send("GET", "/crm/v3/pipelines/tickets").json()["results"]
        own = next(one for one in known if str(one["id"]) == pipeline)
        return str(own["label"]), next(str(one["label"]) for one in own["stages"] if str(one["id"]) == stage)

    def case_of(self, ticket: str) -> str:
        return self.link_of(ticket_ref(ticket)).salesforce.id

    def ticket_of(self, case: str) -> str:
        return self.link_of(RecordRef(Side.SALESFORCE, "Case", case)).hubspot.id


def ticket_ref(ticket: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "ticket", ticket)
