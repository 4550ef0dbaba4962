"""Tasks and events: whom and what they are about, what is derived, what becomes of them with those records."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of

AT_TEN = "2026-12-01T10:00:00.000+0000"
AT_ELEVEN = "2026-12-01T11:00:00.000+0000"
DEAL = {"Name": "Big deal", "StageName": "Prospecting", "CloseDate": "2027-02-28"}


def _is_deleted(org: SimulatedOrg, kind: str, record_id: str) -> bool:
    (row,) = org.records(f"SELECT IsDeleted FROM {kind} WHERE Id = '{record_id}'", "queryAll")
    return bool(row["IsDeleted"])


class TestTasks:
    def test_nothing_is_required(self, org: SimulatedOrg) -> None:
        task = org.read("Task", org.create("Task"))
        assert (task["Status"], task["Priority"], task["IsClosed"]) == ("Not Started", "Normal", False)
        assert (task["IsHighPriority"], task["TaskSubtype"]) == (False, "Task")

    def test_a_status_closes_it_and_a_priority_is_high(self, org: SimulatedOrg) -> None:
        task = org.create("Task", Status="Completed", Priority="High")
        read = org.read("Task", task)
        assert (read["IsClosed"], read["IsHighPriority"]) == (True, True)
        assert read["CompletedDateTime"] == read["CreatedDate"]
        org.call("PATCH", f"/sobjects/Task/{task}", {"Status": "Deferred"})
        assert org.read("Task", task)["CompletedDateTime"] is None

    def test_it_is_about_records_of_several_objects(self, org: SimulatedOrg) -> None:
        account = org.create("Account", Name="Acme")
        contact = org.create("Contact", LastName="Doe", AccountId=account)
        lead, deal, case = (
            org.lead(LastName="Roe"),
            org.create("Opportunity", **DEAL, AccountId=account),
            org.create("Case"),
        )
        number = org.read("Case", case)["CaseNumber"]
        for who, what, names in (
            (contact, account, ("Doe", "Contact", "Acme", "Account")),
            (contact, deal, ("Doe", "Contact", "Big deal", "Opportunity")),
            (contact, case, ("Doe", "Contact", number, "Case")),
            (lead, None, ("Roe", "Lead", None, None)),
        ):
            task = org.create("Task", WhoId=who, WhatId=what)
            soql = f"SELECT Who.Name, Who.Type, What.Name, What.Type FROM Task WHERE Id = '{task}'"
            (found,) = org.records(soql)
            told = found["What"] or {"Name": None, "Type": None}
            assert (found["Who"]["Name"], found["Who"]["Type"], told["Name"], told["Type"]) == names

    def test_other_objects_are_refused(self, org: SimulatedOrg) -> None:
        account, contact = org.create("Account", Name="Acme"), org.create("Contact", LastName="Doe")
        for wrong in ({"WhoId": account}, {"WhatId": contact}):
            assert error_of(org.call("POST", "/sobjects/Task", wrong)) == (400, "MALFORMED_ID")

    def test_what_a_lead_does_is_about_nothing_else(self, org: SimulatedOrg) -> None:
        account, lead = org.create("Account", Name="Acme"), org.lead()
        refused = org.call("POST", "/sobjects/Task", {"WhoId": lead, "WhatId": account})
        assert error_of(refused) == (400, "FIELD_INTEGRITY_EXCEPTION")
        task = org.create("Task", WhoId=lead)
        assert org.call("PATCH", f"/sobjects/Task/{task}", {"WhatId": account}).status == 400

    def test_the_account_follows_from_what_it_is_about(self, org: SimulatedOrg) -> None:
        account = org.create("Account", Name="Acme")
        contact = org.create("Contact", LastName="Doe", AccountId=account)
        deal = org.create("Opportunity", **DEAL, AccountId=account)
        for related in ({"WhatId": account}, {"WhatId": deal}, {"WhoId": contact}):
            assert org.read("Task", org.create("Task", **related))["AccountId"] == account
        assert org.read("Task", org.create("Task", WhoId=org.lead()))["AccountId"] is None

    def test_described_with_all_objects_that_it_may_be_about(self, org: SimulatedOrg) -> None:
        org.control("schema", {"op": "add_object", "object": "Machine__c"})
        fields = {one["name"]: one for one in org.call("GET", "/sobjects/Task/describe").json()["fields"]}
        assert fields["WhoId"]["referenceTo"] == ["Contact", "Lead"]
        assert {"Account", "Opportunity", "Case", "Machine__c"} <= set(fields["WhatId"]["referenceTo"])
        machine = org.create("Machine__c", Name="Difference Engine")
        (found,) = org.records(f"SELECT What.Name FROM Task WHERE Id = '{org.create('Task', WhatId=machine)}'")
        assert found["What"]["Name"] == "Difference Engine"

    def test_children_of_people_and_records(self, org: SimulatedOrg) -> None:
        account, contact = org.create("Account", Name="Acme"), org.create("Contact", LastName="Doe")
        task = org.create("Task", WhoId=contact, WhatId=account)
        for kind, record_id in (("Account", account), ("Contact", contact)):
            (found,) = org.records(f"SELECT Id, (SELECT Id FROM Tasks) FROM {kind} WHERE Id = '{record_id}'")
            assert [one["Id"] for one in found["Tasks"]["records"]] == [task]

    def test_it_goes_with_the_only_record_that_it_is_about(self, org: SimulatedOrg) -> None:
        contact, deal = org.create("Contact", LastName="Doe"), org.create("Opportunity", **DEAL)
        alone, both = org.create("Task", WhoId=contact), org.create("Task", WhoId=contact, WhatId=deal)
        org.call("DELETE", f"/sobjects/Contact/{contact}")
        assert _is_deleted(org, "Task", alone)
        assert (org.read("Task", both)["WhoId"], org.read("Task", both)["WhatId"]) == (None, deal)
        org.control("undelete", {"ids": [contact]})
        assert org.read("Task", alone)["WhoId"] == contact
        assert org.read("Task", both)["WhoId"] == contact

    def test_it_moves_with_a_merge_and_a_conversion(self, org: SimulatedOrg) -> None:
        master, loser = org.lead(), org.lead()
        task = org.create("Task", WhoId=loser)
        org.control("merge", {"object": "Lead", "master": master, "losers": [loser]})
        assert org.read("Task", task)["WhoId"] == master
        done = org.control("convert", {"lead": master})
        assert org.read("Task", task)["WhoId"] == done["contact"]


class TestEvents:
    @pytest.mark.parametrize(
        ("given", "start", "minutes"),
        [
            ({"StartDateTime": AT_TEN, "EndDateTime": AT_ELEVEN}, AT_TEN, 60),
            ({"StartDateTime": AT_TEN, "DurationInMinutes": 90}, AT_TEN, 90),
            ({"ActivityDateTime": AT_TEN, "DurationInMinutes": 30}, AT_TEN, 30),
            ({"ActivityDate": "2026-12-01", "IsAllDayEvent": True}, "2026-12-01T00:00:00.000+0000", 1440),
        ],
    )
    def test_start_end_and_length_follow_from_each_other(
        self, org: SimulatedOrg, given: dict[str, Any], start: str, minutes: int
    ) -> None:
        event = org.read("Event", org.create("Event", **given))
        assert (event["StartDateTime"], event["DurationInMinutes"]) == (start, minutes)
        assert (event["ActivityDate"], event["EndDate"]) == ("2026-12-01", "2026-12-01")

    def test_a_later_start_keeps_the_length_and_a_later_end_the_start(self, org: SimulatedOrg) -> None:
        event = org.create("Event", StartDateTime=AT_TEN, DurationInMinutes=30)
        org.call("PATCH", f"/sobjects/Event/{event}", {"StartDateTime": AT_ELEVEN})
        assert org.read("Event", event)["EndDateTime"] == "2026-12-01T11:30:00.000+0000"
        org.call("PATCH", f"/sobjects/Event/{event}", {"EndDateTime": "2026-12-01T13:00:00.000+0000"})
        assert org.read("Event", event)["DurationInMinutes"] == 120

    def test_a_start_and_a_length_are_required(self, org: SimulatedOrg) -> None:
        for given in ({}, {"StartDateTime": AT_TEN}, {"DurationInMinutes": 30}):
            assert error_of(org.call("POST", "/sobjects/Event", given)) == (400, "REQUIRED_FIELD_MISSING")

    def test_it_neither_ends_before_it_starts_nor_lasts_for_weeks(self, org: SimulatedOrg) -> None:
        for given in ({"EndDateTime": "2026-12-01T09:00:00.000+0000"}, {"DurationInMinutes": 30 * 1440}):
            answer = org.call("POST", "/sobjects/Event", {"StartDateTime": AT_TEN, **given})
            assert error_of(answer) == (400, "FIELD_INTEGRITY_EXCEPTION")

    def test_change_events_of_activities(self, org: SimulatedOrg) -> None:
        org.control("event_relay", {"bus": "b", "source": "s", "entities": ["Task", "Event"]})
        contact = org.create("Contact", LastName="Doe")
        org.create("Event", StartDateTime=AT_TEN, DurationInMinutes=30, WhoId=contact)
        task = org.create("Task", WhoId=contact)
        org.call("PATCH", f"/sobjects/Task/{task}", {"Status": "Completed"})
        event, created, updated = org.events()
        assert (event["StartDateTime"], event["WhoId"]) == (1_796_119_200_000, contact)
        assert created["ChangeEventHeader"]["entityName"] == "Task"
        assert {"Status", "IsClosed"} <= set(updated["ChangeEventHeader"]["changedFields"])
