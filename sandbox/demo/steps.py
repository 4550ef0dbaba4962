"""The steps of the demo. Each makes people act, waits for the other side, and tells in one sentence what it saw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.demo.activity_steps import activities
from sandbox.demo.campaign_steps import campaigns
from sandbox.demo.custom_object_steps import custom_objects
from sandbox.demo.deal_steps import currencies, deal, lifecycle
from sandbox.demo.people_steps import change_owner, company, convert, inclusion_list, opt_out
from sandbox.demo.stage import Stage
from sandbox.demo.ticket_steps import ticket

STORM = 25


class Step(NamedTuple):
    title: str
    run: Callable[[Stage], str]


def create_in_hubspot(stage: Stage) -> str:
    email = stage.email("ada")
    stage.hubspot.create("contacts", {"email": email, "firstname": "Ada", "lastname": "Byron", "jobtitle": "Analyst"})
    stage.edited()
    took = stage.wait("contact in Salesforce", lambda: len(stage.salesforce_ids("Contact", email)), 1)
    title = stage.person("Contact", stage.salesforce_ids("Contact", email)[0], "Title")
    stage.expect("Title in Salesforce", title, "Analyst")
    return f"a Contact with Title 'Analyst' in Salesforce after {took:.2f} s"


def create_in_salesforce(stage: Stage) -> str:
    email = stage.email("grace")
    fields = {"Email": email, "FirstName": "Grace", "LastName": "Hopper", "Company": "Navy", "City": "Arlington"}
    stage.salesforce.create("Lead", fields)
    stage.edited()
    took = stage.wait("contact in HubSpot", lambda: len(stage.hubspot_ids(email)), 1)
    stage.expect("city in HubSpot", stage.contact(stage.hubspot_ids(email)[0], "city"), "Arlington")
    return f"the Lead is a HubSpot contact with city 'Arlington' after {took:.2f} s"


def update_both_ways(stage: Stage) -> str:
    contact_id, person_id = stage.new_pair("joan")
    stage.salesforce.update("Contact", person_id, {"Title": "Captain"})
    there = stage.wait("title in HubSpot", lambda: stage.contact(contact_id, "jobtitle"), "Captain")
    stage.hubspot.update("contacts", contact_id, {"phone": "+33 1 23 45"})
    back = stage.wait("phone in Salesforce", lambda: stage.person("Contact", person_id, "Phone"), "+33 1 23 45")
    stage.edited(2)
    return f"Title reached HubSpot after {there:.2f} s, phone reached Salesforce after {back:.2f} s"


def make_title_two_way(stage: Stage) -> str:
    """The default rule prefers Salesforce; the administrator lets the later edit win for this field."""
    contact_id, person_id = stage.new_pair("maria", jobtitle="Astronomer")
    mapping = {"hubspot": "jobtitle", "salesforce": "Title", "rule": "two_way"}
    stage.stack.put_parameter("mappings/contact", {"mappings": [mapping]})
    took = stage.wait("HubSpot's title in Salesforce", lambda: _offer_title(stage, contact_id, person_id))
    stage.edited()
    return f"mappings/contact in Parameter Store is in force after {took:.2f} s: HubSpot's edit stands in Salesforce"


def _offer_title(stage: Stage, contact_id: str, person_id: str) -> bool:
    """By the old rule the edit is set back; by the new one it crosses."""
    if stage.person("Contact", person_id, "Title") == "Professor":
        return True
    if stage.contact(contact_id, "jobtitle") != "Professor":
        stage.hubspot.update("contacts", contact_id, {"jobtitle": "Professor"})
    return False


def conflict(stage: Stage) -> str:
    contact_id, person_id = stage.new_pair("alan", jobtitle="Logician")
    stage.wait("queues at rest", stage.at_rest)
    stage.salesforce.update("Contact", person_id, {"Title": "Sales says"})
    stage.hubspot.update("contacts", contact_id, {"jobtitle": "Marketing says"})
    stage.edited(2)
    took = stage.wait("later edit in Salesforce", lambda: stage.person("Contact", person_id, "Title"), "Marketing says")
    stage.wait("queues at rest", stage.at_rest)
    stage.expect("title in HubSpot", stage.contact(contact_id, "jobtitle"), "Marketing says")
    told = _told(stage, contact_id, "Sales says")
    stage.expect("the other edit in history", told, True)
    return (
        f"both edited Title; HubSpot's, the later one, stands on both sides after {took:.2f} s; history has the other"
    )


def _told(stage: Stage, contact_id: str, value: str) -> bool:
    return value in str(stage.stack.admin("record.show", hubspot_id=contact_id))


def two_fields_at_once(stage: Stage) -> str:
    contact_id, person_id = stage.new_pair("edith")
    stage.wait("queues at rest", stage.at_rest)
    stage.hubspot.update("contacts", contact_id, {"city": "Zurich"})
    stage.salesforce.update("Contact", person_id, {"Title": "Professor"})
    stage.edited(2)
    city = stage.wait("city in Salesforce", lambda: stage.person("Contact", person_id, "MailingCity"), "Zurich")
    title = stage.wait("title in HubSpot", lambda: stage.contact(contact_id, "jobtitle"), "Professor")
    return f"both edits stand on both sides after {max(city, title):.2f} s"


def clear(stage: Stage) -> str:
    contact_id, person_id = stage.new_pair("emmy", phone="+49 30 1234")
    stage.wait("queues at rest", stage.at_rest)
    stage.salesforce.update("Contact", person_id, {"Phone": None})
    stage.edited()
    took = stage.wait("phone cleared in HubSpot", lambda: stage.contact(contact_id, "phone"), None)
    return f"the phone that Salesforce cleared is blank in HubSpot after {took:.2f} s"


def bad_picklist_value(stage: Stage) -> str:
    restrict = {"op": "set_restricted", "object": "Contact", "field": "Salutation", "restricted": True}
    stage.stack.control("salesforce", "schema", restrict)
    contact_id, person_id = stage.new_pair("kurt")
    stage.wait("queues at rest", stage.at_rest)
    stage.hubspot.update("contacts", contact_id, {"salutation": "Supreme Being", "city": "Vienna"})
    stage.edited()
    took = stage.wait("city in Salesforce", lambda: stage.person("Contact", person_id, "MailingCity"), "Vienna")
    stage.wait("parked field", lambda: len(_parked(stage, contact_id)), 1)
    reason = _parked(stage, contact_id)[0]
    stage.hubspot.update("contacts", contact_id, {"salutation": "Dr."})
    stage.edited()
    mended = stage.wait("salutation in Salesforce", lambda: stage.person("Contact", person_id, "Salutation"), "Dr.")
    stage.wait("nothing parked", lambda: len(_parked(stage, contact_id)), 0)
    return (
        f"city crossed after {took:.2f} s while salutation was parked ({reason}); "
        f"corrected, it crossed after {mended:.2f} s"
    )


def _parked(stage: Stage, contact_id: str) -> list[str]:
    items = stage.stack.admin("parked.list", limit=100)["items"]
    return [str(item["reason"]) for item in items if item["id"] == contact_id]


def storm(stage: Stage) -> str:
    """Every webhook and every change event comes twice and out of order."""
    ids = [
        stage.hubspot.create("contacts", {"email": stage.email(f"storm{number}"), "lastname": f"Storm {number}"})
        for number in range(STORM)
    ]
    stage.edited(STORM)
    emails = [stage.email(f"storm{number}") for number in range(STORM)]
    for side, endpoint in (("hubspot", "webhooks/chaos"), ("salesforce", "events/chaos")):
        stage.stack.control(side, endpoint, {"duplicate": 1.0, "reorder": True, "delay_s": 0.5, "seed": 1})  # type: ignore[arg-type]
    for contact_id in ids:
        stage.hubspot.update("contacts", contact_id, {"city": "Storm City"})
    stage.edited(STORM)
    took = stage.wait("all cities in Salesforce", lambda: _stormy_cities(stage, emails), STORM, patience=60)
    stage.wait("queues at rest", stage.at_rest, patience=60)
    for side, endpoint in (("hubspot", "webhooks/chaos"), ("salesforce", "events/chaos")):
        stage.stack.control(side, endpoint, {"duplicate": 0.0, "reorder": False, "delay_s": 0.0, "seed": 1})  # type: ignore[arg-type]
    made = sum(len(stage.salesforce_ids("Contact", email)) for email in emails)
    stage.expect("Salesforce contacts", made, STORM)
    return f"{STORM} contacts, each webhook doubled and out of order: {STORM} Contacts, none twice, after {took:.2f} s"


def _stormy_cities(stage: Stage, emails: list[str]) -> int:
    addresses = ", ".join(f"'{email}'" for email in emails)
    soql = f"SELECT Id FROM Contact WHERE MailingCity = 'Storm City' AND Email IN ({addresses})"
    return len(stage.salesforce.query(soql))


def killed_worker(stage: Stage) -> str:
    """SIGKILL while Salesforce is taking the write: the lease lapses, the next worker looks before it writes."""
    contact_id, person_id = stage.new_pair("sofia")
    stage.wait("queues at rest", stage.at_rest)
    slow = {"match": {"method": "PATCH", "path": "composite/sobjects"}, "kind": "slow", "seconds": 4, "times": 1}
    stage.stack.control("salesforce", "faults", [slow])
    before = _patches(stage)
    stage.hubspot.update("contacts", contact_id, {"city": "Stockholm"})
    stage.edited()
    stage.wait("the write under way", lambda: _patches(stage) > before)
    killed = stage.stack.kill_workers("SyncRecordsFunction")
    stage.stack.control("salesforce", "faults", method="DELETE")
    stage.wait("city in Salesforce", lambda: stage.person("Contact", person_id, "MailingCity"), "Stockholm")
    took = stage.wait("link whole", lambda: _is_mended(stage, contact_id), patience=120, every=5)
    written = [row for row in stage.stack.admin("record.show", hubspot_id=contact_id)["history"] if _is_city(row)]
    stage.expect("history of the interrupted write", len(written), 1)
    return f"{killed} workers killed before Salesforce's answer; link whole and history complete after {took:.0f} s"


def _is_city(row: dict[str, Any]) -> bool:
    return any(entry["field"] == "city" for entry in row["entries"])


def _patches(stage: Stage) -> int:
    routes = stage.stack.control("salesforce", "calls", method="GET")["by_route"]
    return sum(count for route, count in routes.items() if route.startswith("PATCH") and "composite" in route)


def _is_mended(stage: Stage, contact_id: str) -> bool:
    """What the schedule does every five minutes: the polls find what the dead worker left."""
    stage.stack.invoke("HubspotPollFunction", {"force": True})
    link = stage.stack.admin("record.show", hubspot_id=contact_id)["link"]
    return not (link["leased"] or link["unfinished"])


STEPS = (
    Step("A person creates a contact in HubSpot", create_in_hubspot),
    Step("A person creates a lead in Salesforce", create_in_salesforce),
    Step("Edits of one record in both CRMs, one after the other", update_both_ways),
    Step("The administrator lets the later edit win for the job title", make_title_two_way),
    Step("Two people edit the same field at the same time", conflict),
    Step("Two people edit different fields at the same time", two_fields_at_once),
    Step("A person clears a field in Salesforce", clear),
    Step("A value that Salesforce does not know", bad_picklist_value),
    Step("A lead is converted in Salesforce", convert),
    Step("A contact gets a company in HubSpot", company),
    Step("An opportunity is won in Salesforce", deal),
    Step("A contact moves on with its opportunity", lifecycle),
    Step("An opportunity is in another currency", currencies),
    Step("A ticket moves with its case", ticket),
    Step("A parameter makes a pair of custom objects", custom_objects),
    Step("Activities of every type are logged in both CRMs", activities),
    Step("A contact gets another owner in Salesforce", change_owner),
    Step("A person opts out of e-mail", opt_out),
    Step("People join a campaign, by a HubSpot form too, and leave it", campaigns),
    Step("A storm of doubled, shuffled webhooks", storm),
    Step("A worker is killed in the middle of a write", killed_worker),
    Step("The administrator chooses an inclusion list", inclusion_list),
)
