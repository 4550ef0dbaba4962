"""Cases of contacts and accounts that sync become tickets."""

from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_accounts_calls import is_within
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.sync.ticket_world import TicketWorld

KIND: dict[str, Any] = {"kind": "cases"}


class CaseWorld(TicketWorld, KindsWorld):
    """Tickets do not sync yet."""

    def __init__(self) -> None:
        super().__init__()
        self.switch("ticket", enabled=False)

    def has_ticket(self, case: str) -> bool:
        ref = RecordRef(Side.SALESFORCE, "Case", case)
        return ref in self.product.links.find([ref])


@pytest.fixture
def world() -> CaseWorld:
    return CaseWorld()


def test_a_case_of_a_syncing_contact_becomes_a_ticket_of_its_contact(world: CaseWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    case = world.create_case(Subject="Printer", Status="New", ContactId=ada)
    world.switch("ticket")
    status = world.import_all(**KIND)
    world.run()
    ticket = world.ticket_of(case)
    assert world.ticket(ticket, "subject") == "Printer"
    assert world.contacts_of_ticket(ticket) == world.contacts_of("ada@example.org")
    assert (counts(status), status["list_id"]) == ({"total": 1, "created": 1}, None)


def test_a_case_of_a_syncing_account_counts_too(world: CaseWorld) -> None:
    world.switch("company")
    account = world.create_account(Name="Acme", Website="acme.example.com")
    world.run()
    case = world.create_case(Subject="Printer", Status="New", AccountId=account)
    world.switch("ticket")
    assert counts(world.import_all(**KIND)) == {"total": 1, "created": 1}
    (company,) = world.companies("Acme")
    assert world.ticket(world.ticket_of(case), "hs_primary_company_id") == company


def test_cases_of_nobody_who_syncs_stay_where_they_are(world: CaseWorld) -> None:
    (stranger,) = world.load_ids("Contact", [{"LastName": "Stranger", "Email": "x@example.org"}])
    anonymous = world.create_case(Subject="Anonymous", Status="New")
    strange = world.create_case(Subject="Strange", Status="New", ContactId=stranger)
    world.switch("ticket")
    status = world.import_all(**KIND)
    assert (world.has_ticket(anonymous), world.has_ticket(strange)) == (False, False)
    assert (status["estimate"]["records"], counts(status)) == (1, {"total": 1, "skipped": 1})
    assert status["reasons"] == {"not_syncing": 1}


def test_filters_narrow_it(world: CaseWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    for subject in ("Printer", "Screen"):
        world.create_case(Subject=subject, Status="New", ContactId=ada)
    world.switch("ticket")
    assert counts(world.import_all(**KIND, where="Subject = 'Screen'")) == {"total": 1, "created": 1}


def test_while_cases_do_not_sync_none_is_imported(world: CaseWorld) -> None:
    refusal = ("not_possible", "the sync of cases is switched off in settings/ticket")
    assert world.refused("start", **KIND) == refusal
    assert world.ask("status")["items"] == []


def test_while_neither_contacts_nor_companies_sync_there_is_nobody_whose_case_it_could_be(world: CaseWorld) -> None:
    world.switch("ticket")
    world.switch("contact", enabled=False)
    code, message = world.refused("start", **KIND)
    assert code == "not_possible"
    assert message == (
        "cases are those of records that sync, and none does that they refer to: see settings/contact, settings/company"
    )


@pytest.mark.s("S75")
def test_six_hundred_cases_cost_few_calls(world: CaseWorld) -> None:
    number = 600
    people = world.load_ids("Contact", [{"LastName": "Crowd", "Email": f"{n}@example.org"} for n in range(number)])
    world.import_all(kind="contacts")
    cases = [{"Subject": f"Case {n}", "Status": "New", "ContactId": person} for n, person in enumerate(people)]
    world.load(Side.SALESFORCE, cases, "Case")
    world.run()
    world.switch("ticket")
    with world.counting() as calls:
        status = world.import_all(**KIND)
        world.run()
    assert status["counts"]["created"] == status["estimate"]["records"] == number
    assert calls.salesforce / number <= 0.03
    assert calls.total / number <= 0.06
    assert is_within(calls, status["estimate"]), (calls, status["estimate"])
