"""Steps of the demo about people: who owns them, who opted out, who was converted, who is on the list."""

from __future__ import annotations

from crmsync.core.association import PRIMARY_COMPANY

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS

VIP = "https://vip.example.org"


def convert(stage: Stage) -> str:
    """A lead becomes a contact; the same HubSpot contact goes on with it."""
    email = stage.email("mary")
    lead_id = stage.salesforce.create("Lead", {"Email": email, "LastName": "Anning", "Company": "Fossils Ltd"})
    stage.wait("contact in HubSpot", lambda: len(stage.hubspot_ids(email)), 1)
    stage.stack.control("salesforce", "convert", {"lead": lead_id, "status": "Closed - Converted"})
    person_id = stage.salesforce_ids("Contact", email)[0]
    stage.salesforce.update("Contact", person_id, {"Title": "Palaeontologist"})
    stage.edited(3)
    contact_id = stage.hubspot_ids(email)[0]
    took = stage.wait("title in HubSpot", lambda: stage.contact(contact_id, "jobtitle"), "Palaeontologist")
    stage.expect("HubSpot contacts", len(stage.hubspot_ids(email)), 1)
    return (
        f"the HubSpot contact follows the lead to its Contact; an edit there arrived after {took:.2f} s, nobody twice"
    )


def company(stage: Stage) -> str:
    """Switched on, a company follows its contact into Salesforce, and the contact belongs to the account there."""
    stage.stack.put_parameter("settings/company", {"enabled": True})
    stage.stack.admin("setup.properties")
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    contact_id, person_id = stage.new_pair("hedy")
    name = f"Spread Spectrum {stage.email('x').partition('@')[0]}"
    company_id = stage.hubspot.create("companies", {"name": name, "city": "Vienna"})
    kind = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": PRIMARY_COMPANY["contact"].type_id}]
    path = f"/crm/v4/objects/contacts/{contact_id}/associations/companies/{company_id}"
    stage.hubspot.request("PUT", path, kind)
    stage.edited(2)
    took = stage.wait("the contact's account", lambda: stage.person("Contact", person_id, "AccountId") is not None)
    account_id = str(stage.person("Contact", person_id, "AccountId"))
    shown = stage.salesforce.read("Account", account_id, "Name", "BillingCity")
    stage.expect("the account", (shown["Name"], shown["BillingCity"]), (name, "Vienna"))
    return f"its company became an Account, and the Contact was attached to it after {took:.2f} s"


def change_owner(stage: Stage) -> str:
    contact_id, person_id = stage.new_pair("rosalind")
    owners = {one["email"]: str(one["id"]) for one in stage.hubspot.request("GET", "/crm/v3/owners")["results"]}
    users = stage.salesforce.query("SELECT Id, Email FROM User WHERE IsActive = true")
    user = next(user for user in users if user["Email"] in owners)
    stage.salesforce.update("Contact", person_id, {"OwnerId": user["Id"]})
    stage.edited()
    wanted = owners[user["Email"]]
    took = stage.wait("owner in HubSpot", lambda: stage.contact(contact_id, "hubspot_owner_id"), wanted)
    return f"the Salesforce user's HubSpot owner, found by e-mail, has the contact after {took:.2f} s"


def opt_out(stage: Stage) -> str:
    contact_id, person_id = stage.new_pair("lise")
    stage.wait("queues at rest", stage.at_rest)
    stage.salesforce.update("Contact", person_id, {"HasOptedOutOfEmail": True})
    stage.edited()
    took = stage.wait("opted out in HubSpot", lambda: stage.contact(contact_id, "hs_email_optout"), "true")
    return f"the box ticked in Salesforce unsubscribed the person in HubSpot after {took:.2f} s"


def inclusion_list(stage: Stage) -> str:
    """Outside the list nobody is created in Salesforce; joining it is a trigger."""
    stage.stack.put_parameter("settings/contact", {"inclusion_list_id": _vip_list(stage)})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    outsider, member = stage.email("outsider"), stage.email("member")
    contact_id = stage.hubspot.create("contacts", {"email": outsider, "lastname": "Outsider"})
    stage.hubspot.create("contacts", {"email": member, "lastname": "Member", "website": VIP})
    stage.wait("the member in Salesforce", lambda: len(stage.salesforce_ids("Contact", member)), 1)
    stage.expect("the outsider in Salesforce", stage.salesforce_ids("Contact", outsider), [])
    stage.hubspot.update("contacts", contact_id, {"website": VIP})
    took = stage.wait("who joined in Salesforce", lambda: _has_joined(stage, outsider), every=1)
    stage.edited(3)
    return f"a member crossed, the contact outside did not; it joined the list and arrived after {took:.2f} s"


def _vip_list(stage: Stage) -> str:
    operation = {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": [VIP]}
    condition = {"filterType": "PROPERTY", "property": "website", "operation": operation}
    every = {"filterBranchType": "AND", "filters": [condition], "filterBranches": []}
    branch = {"filterBranchType": "OR", "filters": [], "filterBranches": [every]}
    body = {"name": stage.email("list"), "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": branch}
    return str(stage.hubspot.request("POST", "/crm/v3/lists", body)["list"]["listId"])


def _has_joined(stage: Stage, email: str) -> bool:
    """What the schedule does every five minutes."""
    stage.stack.invoke("HubspotPollFunction", {"force": True})
    return len(stage.salesforce_ids("Contact", email)) == 1
