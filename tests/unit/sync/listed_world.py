"""A sync world with an inclusion list: the active list of those whose `audience` is `in`."""

from __future__ import annotations

from typing import Any

from crmsync.core.record import Millis, Side

from tests.unit.sync.sync_world import INVOCATION, SECOND, Pair, SyncWorld, salesforce_ref

LISTS = "/crm/v3/lists"
PROPERTIES = "/crm/v3/properties/contacts"
MINUTE: Millis = 60 * SECOND
KNOWN = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}
LAG: Millis = 61 * SECOND


def audience_is(value: str) -> dict[str, Any]:
    operation = {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": [value]}
    condition = {"filterType": "PROPERTY", "property": "audience", "operation": operation}
    branch = {"filterBranchType": "AND", "filters": [condition], "filterBranches": []}
    return {"filterBranchType": "OR", "filters": [], "filterBranches": [branch]}


def add_audience(world: SyncWorld) -> None:
    """The property by which people are members."""
    field = {"name": "audience", "label": "Audience", "type": "string", "fieldType": "text"}
    made = world.hubspot_user.send("POST", PROPERTIES, {**field, "groupName": "contactinformation"})
    assert made.status == 201, made.body


def make_list(world: SyncWorld, name: str, kind: str = "DYNAMIC", object_type_id: str = "0-1") -> str:
    body: dict[str, Any] = {"name": name, "objectTypeId": object_type_id, "processingType": kind}
    if kind != "MANUAL":
        body["filterBranch"] = audience_is("in")
    answer = world.hubspot_user.send("POST", LISTS, body)
    assert answer.status == 200, answer.body
    return str(answer.json()["list"]["listId"])


class ListedWorld(SyncWorld):
    """People move in and out by a property that is not mapped: no webhook of theirs tells of it."""

    def __init__(self) -> None:
        super().__init__()
        add_audience(self)
        self.list_id = self.make_list("Ours", "DYNAMIC")

    def make_list(self, name: str, kind: str, object_type_id: str = "0-1") -> str:
        return make_list(self, name, kind, object_type_id)

    def choose_list(self, **settings: object) -> None:
        self.put("settings/contact", {"inclusion_list_id": self.list_id, **settings})

    def delete_list(self) -> None:
        assert self.hubspot_user.send("DELETE", f"{LISTS}/{self.list_id}").status == 204

    def restore_list(self) -> None:
        assert self.hubspot_user.send("PUT", f"{LISTS}/{self.list_id}/restore").status == 204

    def join(self, contact_id: str) -> None:
        self.edit_contact(contact_id, audience="in")

    def leave(self, contact_id: str) -> None:
        self.edit_contact(contact_id, audience=None)

    def take_in_everybody(self) -> None:
        """Other filters: people join although nothing of theirs changed."""
        everybody = {"filterType": "PROPERTY", "property": "email", "operation": KNOWN}
        branch = {"filterBranchType": "AND", "filters": [everybody], "filterBranches": []}
        body = {"filterBranch": {"filterBranchType": "OR", "filters": [], "filterBranches": [branch]}}
        answer = self.hubspot_user.send("PUT", f"{LISTS}/{self.list_id}/update-list-filters", body)
        assert answer.status == 200, answer.body

    def poll_joins(self) -> None:
        self.clock.advance(SECOND)
        self.product.poll(Side.HUBSPOT, self.clock.now() + INVOCATION)

    def pair_outside(self, email: str = "ada@example.org", **properties: str) -> Pair:
        """Linked before the list was chosen, and not in it."""
        pair = self.linked(email, **properties)
        self.choose_list()
        return pair

    def pair_inside(self, email: str = "ada@example.org", **properties: str) -> Pair:
        return self.pair_outside(email, audience="in", **properties)

    def crossed(self, object_type: str = "Contact", **fields: str) -> Pair:
        """Born in Salesforce and created in HubSpot, outside the list."""
        person = self.create_person(object_type, **{"Email": "ada@example.org", "LastName": "Lovelace", **fields})
        self.run_on()
        link = self.link_of(salesforce_ref(person))
        return Pair(link.hubspot.id, person)
