"""Whatever is wrong with one record or one setting: it says what and what to do, and its neighbours sync."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from crmsync.core.parked import WHOLE_RECORD, Category
from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.sync.company_world import CompanyWorld, account_ref
from tests.unit.sync.custom_world import CustomWorld
from tests.unit.sync.deal_world import DealWorld, opportunity_ref
from tests.unit.sync.sync_world import SyncWorld
from tests.unit.sync.test_companies import drop
from tests.unit.sync.ticket_world import TicketWorld

pytestmark = pytest.mark.no_cover

CALLS_OF_THE_ACCOUNT = 4


def assert_parked(world: SyncWorld, part: str, category: Category, fix: str) -> None:
    """That alone, with a reason and what to do."""
    (row,) = world.parked()
    assert (row.part, row.category) == (part, category)
    assert row.reason
    assert fix in row.fix


class TestPairsThatASystemLacks:
    """The last good configuration goes on, with the pairs that it has."""

    def refused(self, world: SyncWorld, parameter: str, **settings: object) -> str:
        world.product.parameters.write(parameter, json.dumps({"enabled": True, **settings}))
        world.product.guard()
        (refusal,) = world.product.configurations.refused()
        assert (refusal.parameter, refusal.place) == (parameter, "/enabled")
        assert "switched off" in refusal.fix
        assert world.linked("neighbour@example.org")
        return refusal.reason

    @pytest.mark.parametrize(("pair", "scope"), [("ticket", "tickets"), ("deal", "crm.schemas.deals.read")])
    def test_the_portal(self, pair: str, scope: str) -> None:
        world = CompanyWorld(HubspotSettings(missing_scopes=(scope,)))
        reason = self.refused(world, f"settings/{pair}")
        assert reason.startswith(f"HubSpot shows crmsync no {pair}: One or more of the following scopes")

    def test_the_org(self) -> None:
        world = CompanyWorld()
        world.salesforce.simulator.org.schema._objects.pop("Case")  # type: ignore[attr-defined]
        assert self.refused(world, "settings/ticket").startswith("Salesforce shows crmsync no Case: ")

    @pytest.mark.parametrize("lacking", ["Task", "Event"])
    def test_activities(self, lacking: str) -> None:
        world = CompanyWorld()
        world.salesforce.simulator.org.schema._objects.pop(lacking)  # type: ignore[attr-defined]
        reason = self.refused(world, "settings/task", types={"meeting": "both"})
        assert reason.startswith(f"Salesforce shows crmsync no {lacking}: ")

    @pytest.mark.parametrize(("key", "system"), [("hubspot", "HubSpot"), ("salesforce", "Salesforce")])
    def test_custom_objects(self, key: str, system: str) -> None:
        world = CustomWorld()
        document = {"hubspot": "pet", "salesforce": "Pet__c", "mappings": []}
        world.product.parameters.write("objects/pet", json.dumps({**document, key: "ghost__c"}))
        world.product.guard()
        (refusal,) = world.product.configurations.refused()
        assert (refusal.parameter, refusal.place) == ("objects/pet", f"/{key}")
        assert refusal.reason.startswith(f"{system} has no ")
        assert "Create it, give " in refusal.fix
        assert world.linked("neighbour@example.org")

    @pytest.mark.parametrize("lacking", ["Campaign", "CampaignMember"])
    def test_campaigns(self, lacking: str) -> None:
        """They are read with each person, so that nobody would sync."""
        world = SyncWorld()
        world.salesforce.simulator.org.schema._objects.pop(lacking)  # type: ignore[attr-defined]
        assert self.refused(world, "settings/campaign").startswith("Salesforce shows crmsync no Campaign")

    def test_a_pause_holds_although_a_right_was_taken_away(self) -> None:
        world = TicketWorld()
        world.control(Side.HUBSPOT, "settings", {"missing_scopes": ["tickets"]})
        world.read_schemas()
        assert world.product.configurations.refused()
        world.product.parameters.write("settings/global", json.dumps({"paused": True}))
        world.product.guard()
        active = world.product.configurations.active()
        assert active is not None
        assert active.global_settings.paused

    def test_when_it_is_there_the_pair_is_on(self) -> None:
        world = CompanyWorld(HubspotSettings(missing_scopes=("tickets",)))
        self.refused(world, "settings/ticket")
        world.control(Side.HUBSPOT, "settings", {"missing_scopes": []})
        world.read_schemas()
        assert world.product.configurations.refused() == ()
        case = world.create_person("Case", Subject="Broken")
        world.run()
        found = world.hubspot_user.send("GET", "/crm/v3/objects/tickets?properties=salesforcecaseid").json()["results"]
        assert case in [one["properties"]["salesforcecaseid"] for one in found]


class TestStagesAndRecordTypes:
    def test_a_stage_of_an_opportunity(self) -> None:
        world = DealWorld()
        deal, opportunity = world.linked_deal()
        other, neighbour = world.linked_deal(Name="Neighbour")
        world.edit_opportunity(opportunity, StageName="On Ice", Amount="3")
        world.edit_opportunity(neighbour, StageName="Qualification")
        world.run()
        assert_parked(world, "dealstage", Category.PROPERTY_VALUES, "pipelines/deal")
        assert world.deal(deal, "amount", "dealstage") == ("3", world.stage("Prospecting")[1])
        assert world.deal(other, "dealstage") == world.stage("Qualification")[1]

    def test_a_record_type(self) -> None:
        world = DealWorld()
        world.put("pipelines/deal", {"create_missing": False})
        world.add_record_type("Renewal", "Prospecting", "Closed Won")
        world.read_schemas()
        soql = "SELECT+Id+FROM+RecordType+WHERE+Name%3D'Renewal'"
        found = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
        world.create_opportunity(RecordTypeId=found[0]["Id"])
        account = world.create_account(Name="Neighbour")
        world.run()
        assert {row.category for row in world.parked()} == {Category.PROPERTY_VALUES}
        assert all("pipelines/deal" in row.fix and row.reason for row in world.parked())
        assert world.link_of(account_ref(account))

    def test_a_record_type_of_a_new_case(self) -> None:
        """HubSpot takes no ticket without a stage, so that none is made."""
        world = TicketWorld()
        world.put("pipelines/ticket", {"create_missing": False})
        complaint = {"object": "Case", "name": "Complaint", "values": {"Status": ["New"]}}
        world.control(Side.SALESFORCE, "schema", {"op": "add_record_type", **complaint})
        world.read_schemas()
        soql = "SELECT+Id+FROM+RecordType+WHERE+Name%3D'Complaint'"
        found = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
        case = world.create_case(Subject="Broken", RecordTypeId=found[0]["Id"])
        account = world.create_account(Name="Neighbour")
        with world.counting() as calls:
            world.run()
        assert_parked(world, WHOLE_RECORD, Category.PROPERTY_VALUES, "pipelines/ticket")
        assert "record type" in world.parked()[0].reason
        assert world.link_of(account_ref(account))
        assert calls.hubspot <= CALLS_OF_THE_ACCOUNT
        world.put("pipelines/ticket", {"create_missing": True})
        world.read_schemas()
        world.resume_parked()
        assert world.stage_of(world.ticket_of(case)) == ("Complaint", "New")
        assert world.parked() == []

    @pytest.mark.parametrize("to_default", [False, True])
    def test_a_stage_of_a_deal(self, *, to_default: bool) -> None:
        """That somebody added in HubSpot; or a pipeline to which somebody moved the deal."""
        world = DealWorld()
        deal, opportunity = world.linked_deal()
        other, neighbour = world.linked_deal(Name="Neighbour")
        stage = {"pipeline": "default", "dealstage": "qualifiedtobuy"}
        if not to_default:
            path = f"/crm/v3/pipelines/deals/{world.pipeline('Salesforce')}/stages"
            body = {"label": "On Ice", "displayOrder": 99, "metadata": {"probability": "0.3"}}
            stage = {"dealstage": world.hubspot_user.send("POST", path, body).json()["id"]}
        world.edit_deal(deal, amount="7", **stage)
        world.edit_deal(other, amount="9")
        world.run()
        assert_parked(world, "dealstage", Category.PROPERTY_VALUES, "pipelines/deal")
        assert world.opportunity(opportunity, "StageName", "Amount") == ("Prospecting", 7)
        assert world.opportunity(neighbour, "Amount") == 9

    def test_a_pipeline_of_a_new_ticket(self) -> None:
        world = TicketWorld()
        assert world.hubspot_user.create({"subject": "Broken", "hs_pipeline": "0", "hs_pipeline_stage": "1"}, "tickets")
        case = world.create_case(Subject="Neighbour")
        world.run()
        assert_parked(world, WHOLE_RECORD, Category.PROPERTY_VALUES, "pipelines/ticket")
        assert world.ticket_of(case)

    def test_a_pipeline_of_a_new_deal(self) -> None:
        world = DealWorld()
        world.create_deal(pipeline="default", dealstage="qualifiedtobuy")
        neighbour = world.create_opportunity(Name="Neighbour")
        world.run()
        assert_parked(world, WHOLE_RECORD, Category.PROPERTY_VALUES, "pipelines/deal")
        assert world.link_of(opportunity_ref(neighbour))

    def test_a_status_of_a_case(self) -> None:
        world = TicketWorld()
        broken, bent = world.create_case(Subject="Broken"), world.create_case(Subject="Bent")
        world.run()
        world.edit_case(broken, Status="Lost at sea", Subject="Still broken")
        world.edit_case(bent, Status="Working")
        world.run()
        assert_parked(world, "hs_pipeline_stage", Category.PROPERTY_VALUES, "pipelines/ticket")
        assert world.ticket(world.ticket_of(broken), "subject") == "Still broken"
        assert world.stage_of(world.ticket_of(bent)) == ("Salesforce", "Working")


class TestAssociations:
    def test_of_a_record_that_may_not_sync_waits_for_it(self) -> None:
        """Nothing is for a person to mend: no row, the rest syncs, and it is attached as soon as that one syncs."""
        world = CompanyWorld(salesforce_filter="Type != 'Competitor'")
        rival = world.create_account(Name="Rival", Type="Competitor")
        world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=rival)
        other = world.create_account(Name="Neighbour")
        world.create_person(Email="bob@example.org", LastName="Babbage", AccountId=other)
        world.run()
        (ada,), (bob,) = world.contacts_of("ada@example.org"), world.contacts_of("bob@example.org")
        assert world.contact(ada, "lastname", "associatedcompanyid") == ("Lovelace", None)
        assert world.contact(bob, "associatedcompanyid") == world.link_of(account_ref(other)).hubspot.id
        assert world.parked() == []
        world.edit_account(rival, Type="Customer")
        world.run_on()
        assert world.contact(ada, "associatedcompanyid") == world.link_of(account_ref(rival)).hubspot.id

    def test_of_a_ticket_with_such_a_contact(self) -> None:
        world = TicketWorld()
        world.put("settings/contact", {"salesforce_filter": "LeadSource != 'Other'"})
        rival = world.create_person(Email="ada@example.org", LastName="Lovelace", LeadSource="Other")
        broken = world.create_case(Subject="Broken", ContactId=rival)
        bent = world.create_case(Subject="Bent")
        world.run()
        assert world.ticket(world.ticket_of(broken), "subject") == "Broken"
        assert world.contacts_of_ticket(world.ticket_of(broken)) == []
        assert world.ticket_of(bent)
        assert world.parked() == []
        world.edit_person(rival, LeadSource="Web")
        world.run_on()
        assert world.contacts_of_ticket(world.ticket_of(broken)) == world.contacts_of("ada@example.org")

    def test_that_hubspot_refuses_is_parked_alone(self) -> None:
        world = CompanyWorld()
        account = world.create_account(Name="Analytical")
        world.run()
        world.fault(Side.HUBSPOT, "status", "associations/.*/batch/create", times=1, status=400)
        world.create_person(Email="ada@example.org", LastName="Lovelace", AccountId=account)
        world.run()
        (ada,) = world.contacts_of("ada@example.org")
        assert world.contact(ada, "lastname") == "Lovelace"
        (row,) = world.parked()
        assert row.part == "associatedcompanyid"
        assert row.reason
        assert row.fix
        world.resume_parked()
        assert world.contact(ada, "associatedcompanyid") == world.link_of(account_ref(account)).hubspot.id
        assert world.parked() == []


class TestCyclesOfParents:
    @pytest.mark.parametrize("length", [2, 3])
    def test_that_salesforce_refuses(self, length: int) -> None:
        """Each is below the next. In HubSpot the first leaves, and the last comes below it: of that alone Salesforce
        hears.
        """
        world = CompanyWorld()
        *ring, neighbour = (world.create_account(Name=f"Number {number}") for number in range(length + 1))
        world.run()
        companies = {one: world.link_of(account_ref(one)).hubspot.id for one in (*ring, neighbour)}
        for child, parent in pairwise(ring):
            world.edit_account(child, ParentId=parent)
        world.run()
        first, last = ring[0], ring[-1]
        world.leave_group(companies[first])
        world.put_under(companies[last], companies[first])
        drop(world)
        world.edit_company(companies[last], city="Paris")
        world.edit_company(companies[neighbour], city="Rome")
        world.run()
        assert_parked(world, "hs_parent_company_id", Category.ASSOCIATIONS, "own parents")
        assert world.account(last, "ParentId", "BillingCity") == (None, "Paris")
        assert world.account(neighbour, "BillingCity") == "Rome"

    def test_that_hubspot_refuses(self) -> None:
        world = CompanyWorld()
        first, second, neighbour = (world.create_account(Name=name) for name in ("First", "Second", "Neighbour"))
        world.run()
        companies = {one: world.link_of(account_ref(one)).hubspot.id for one in (first, second, neighbour)}
        world.put_under(companies[first], companies[second])
        world.run()
        world.edit_account(first, ParentId=None)
        world.edit_account(second, ParentId=first)
        drop(world)
        world.edit_account(second, Phone="5")
        world.edit_account(neighbour, Phone="6")
        world.run()
        assert_parked(world, "hs_parent_company_id", Category.ASSOCIATIONS, "above itself")
        assert world.company(companies[second], "hs_parent_company_id", "phone") == (None, "5")
        assert world.company(companies[neighbour], "phone") == "6"
