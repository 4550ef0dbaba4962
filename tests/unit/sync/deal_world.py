"""A SyncWorld whose deals sync with opportunities, companies and contacts too, and what people do with them."""

from __future__ import annotations

from typing import Any

from crmsync.core.association import CONTACT_OF_DEAL, PRIMARY_COMPANY
from crmsync.core.pairs import MEMBER_ROWS, SALESFORCE_OBJECTS
from crmsync.core.record import RecordRef, Side

from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.sync.company_world import CompanyWorld
from tests.unit.sync.sync_world import SECOND

DEALS = "deals"
SALESFORCE_PIPELINE = "Salesforce"


class DealWorld(CompanyWorld):
    def __init__(self, portal: HubspotSettings | None = None, **settings: object) -> None:
        super().__init__(portal)
        relay = {
            "bus": "relay",
            "source": f"salesforce.partner/{SalesforceSettings().org_id}/0YL000000000001",
            "entities": [f"{name}ChangeEvent" for name in (*SALESFORCE_OBJECTS, *MEMBER_ROWS)],
        }
        self.control(Side.SALESFORCE, "event_relay", relay)
        self.put("settings/deal", {"enabled": True, **settings})

    # -- people -----------------------------------------------------------------------------------------------------

    def create_deal(self, **properties: str) -> str:
        """In the stage Prospecting, where nothing else is said."""
        self.clock.advance(SECOND)
        pipeline, stage = self.stage("Prospecting")
        standard = {"dealname": "Engine", "closedate": "2027-01-31", "pipeline": pipeline, "dealstage": stage}
        created = self.hubspot_user.create({**standard, **properties}, DEALS)
        assert created is not None
        return created

    def create_opportunity(self, **fields: str) -> str:
        return self.create_person(
            "Opportunity", **{"Name": "Engine", "StageName": "Prospecting", "CloseDate": "2027-01-31", **fields}
        )

    def edit_deal(self, deal: str, **properties: str | None) -> None:
        self.clock.advance(SECOND)
        assert self.hubspot_user.edit(deal, dict(properties), DEALS)

    def edit_opportunity(self, opportunity: str, **fields: str | None) -> None:
        self.edit_person(opportunity, **fields)

    def sell_to(self, deal: str, company: str) -> None:
        self.clock.advance(SECOND)
        self.hubspot_user.associate(("deal", deal), ("company", company), PRIMARY_COMPANY["deal"].type_id)

    def involve(self, deal: str, contact: str) -> None:
        """Makes the contact one of the deal's."""
        self.clock.advance(SECOND)
        self.hubspot_user.associate(("deal", deal), ("contact", contact), CONTACT_OF_DEAL.type_id)

    def release(self, deal: str, contact: str) -> None:
        self.clock.advance(SECOND)
        self.hubspot_user.dissociate(("deal", deal), ("contact", contact))

    def give_role(self, opportunity: str, contact: str) -> str:
        self.clock.advance(SECOND)
        role = self.salesforce_user.create(
            "OpportunityContactRole", {"OpportunityId": opportunity, "ContactId": contact}
        )
        assert role is not None
        return role

    def take_role(self, role: str) -> None:
        self.clock.advance(SECOND)
        self.salesforce_user.delete("OpportunityContactRole", role)

    def add_record_type(self, name: str, *stages: str) -> None:
        self.control(
            Side.SALESFORCE,
            "schema",
            {"op": "add_record_type", "object": "Opportunity", "name": name, "values": {"StageName": list(stages)}},
        )

    def relabel(self, stage: str, label: str) -> None:
        """As an administrator of Salesforce does: records keep the API name."""
        change = {"op": "relabel_stage", "object": "Opportunity", "value": stage, "label": label}
        self.control(Side.SALESFORCE, "schema", change)

    # -- what they see ----------------------------------------------------------------------------------------------

    def deal(self, deal: str, *names: str) -> Any:
        shown = self.hubspot_user.show(deal, list(names), DEALS)
        assert shown is not None, f"deal {deal} is not there"
        values = [shown.get(name) or None for name in names]
        return values[0] if len(values) == 1 else tuple(values)

    def opportunity(self, opportunity: str, *names: str) -> Any:
        return self.person(opportunity, *names)

    def contacts_in(self, deal: str) -> set[str]:
        path = f"/crm/v4/objects/deals/{deal}/associations/contacts"
        return {str(one["toObjectId"]) for one in self.hubspot_user.send("GET", path).json()["results"]}

    def roles_in(self, opportunity: str) -> set[str]:
        soql = f"SELECT+ContactId+FROM+OpportunityContactRole+WHERE+OpportunityId%3D'{opportunity}'"
        found = self.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()
        return {str(row["ContactId"]) for row in found["records"]}

    def pipelines(self) -> dict[str, dict[str, str]]:
        """Ids of stages by label, by the label of the pipeline."""
        found = self.hubspot_user.send("GET", "/crm/v3/pipelines/deals").json()["results"]
        return {one["label"]: {stage["label"]: str(stage["id"]) for stage in one["stages"]} for one in found}

    def pipeline(self, label: str) -> str:
        found = self.hubspot_user.send("GET", "/crm/v3/pipelines/deals").json()["results"]
        return next(str(one["id"]) for one in found if one["label"] == label)

    def stage(self, label: str, pipeline: str = SALESFORCE_PIPELINE) -> tuple[str, str]:
        """The ids of a pipeline and of one of its stages."""
        return self.pipeline(pipeline), self.pipelines()[pipeline][label]

    def linked_deal(self, **fields: str) -> tuple[str, str]:
        """Created in Salesforce."""
        opportunity = self.create_opportunity(**fields)
        self.run()
        self.product.calls.clear()
        return self.link_of(opportunity_ref(opportunity)).hubspot.id, opportunity


def opportunity_ref(opportunity: str) -> RecordRef:
    return RecordRef(Side.SALESFORCE, "Opportunity", opportunity)


def deal_ref(deal: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "deal", deal)
