"""Linked records of one object pair, each about a person or an account, and those at the screens who edit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from crmsync.core.record import Millis

from benchmarks.all_pairs import ON, switch_on
from benchmarks.crowd import HUBSPOT_BATCH, SALESFORCE_BATCH, SALESFORCE_DATA, Pair
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.salesforce.ids import to_18
from sandbox.simulation.pets import PARAMETER

Fields = dict[str, Any]
PETS = "pets"
CLOSES = "2027-01-31"
FIRST = 910_000
POLL_GAP: Millis = 5 * MINUTE
ROUNDS = 5
"""From changes through their echoes until the look-back has passed over both."""

EACH_HAS = 5
"""So many records are about the same person."""


def _two_way(hubspot: str, salesforce: str) -> Fields:
    return {"mappings": [{"hubspot": hubspot, "salesforce": salesforce, "rule": "two_way"}]}


@dataclass(frozen=True, slots=True)
class Kind:
    """`hubspot` and `salesforce` are the object in each, with the field that people edit; that one crosses both ways.
    `about` gives a new record's further fields, by its number, a contact and an account.
    """

    name: str
    hubspot: tuple[str, str]
    salesforce: tuple[str, str]
    about: Callable[[int, str, str], Fields]
    parameters: Mapping[str, Fields]


KINDS = (
    Kind(
        "companies",
        ("companies", "phone"),
        ("Account", "Phone"),
        lambda number, *_: {"Name": f"Company {number}", "Website": f"www.company-{number}.example.com"},
        {"settings/company": ON, "mappings/company": _two_way("phone", "Phone")},
    ),
    Kind(
        "deals",
        ("deals", "description"),
        ("Opportunity", "Description"),
        lambda number, _, account: {
            "Name": f"Deal {number}",
            "StageName": "Prospecting",
            "CloseDate": CLOSES,
            "AccountId": account,
        },
        {"settings/company": ON, "settings/deal": ON, "mappings/deal": _two_way("description", "Description")},
    ),
    Kind(
        "tickets",
        ("tickets", "subject"),
        ("Case", "Subject"),
        lambda number, contact, _: {"Subject": f"Case {number}", "Status": "New", "ContactId": contact},
        {"settings/ticket": ON},
    ),
    Kind(
        "tasks",
        ("tasks", "hs_task_subject"),
        ("Task", "Subject"),
        lambda number, contact, _: {"Subject": f"Task {number}", "WhoId": contact},
        {"settings/task": ON},
    ),
    Kind(
        "custom objects",
        (PETS, "pet_name"),
        ("Pet__c", "Name"),
        lambda number, contact, _: {"Name": f"Pet {number}", "Keeper__c": contact},
        {"objects/pet": PARAMETER},
    ),
)


@dataclass(slots=True)
class PairCrowd:
    """The product has the pair on, beside contacts, and companies where deals have some."""

    kind: Kind
    virtual: VirtualProduct = field(default_factory=VirtualProduct)
    _path: str = ""
    _serial: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        pets = switch_on(self.virtual, self.kind.parameters)
        self._path = pets if self.kind.hubspot[0] == PETS else self.kind.hubspot[0]

    def linked(self, number: int) -> list[Pair]:
        """So many new records that a poll found in Salesforce and the worker created in HubSpot, long ago."""
        people, accounts = self._people(-(-number // EACH_HAS)), self._accounts(-(-number // EACH_HAS))
        self.pass_rounds()
        before = set(self._pairs())
        about = ((place, people[place // EACH_HAS], accounts[place // EACH_HAS]) for place in range(number))
        self._load(self.kind.salesforce[0], [self.kind.about(*one) for one in about])
        self.pass_rounds()
        pairs = [pair for pair in self._pairs() if pair not in before]
        if len(pairs) != number:
            raise AssertionError(f"{len(pairs)} of {number} {self.kind.name} are linked")
        return pairs

    def pass_rounds(self) -> None:
        """Of the polls, with all work: until their look-back has passed over what is there."""
        for _ in range(ROUNDS):
            self.virtual.pass_time(POLL_GAP)
            self.virtual.poll()
            self.virtual.work()

    def _pairs(self) -> list[Pair]:
        """Of this kind, linked."""
        links = self.virtual.product.links.all()
        own = (link for link in links if link.salesforce.object_type == self.kind.salesforce[0])
        return [Pair(link.hubspot.id, link.salesforce.id) for link in own]

    def _people(self, number: int) -> list[str]:
        records = [{"LastName": "Crowd", "Email": f"crowd{place}@example.org"} for place in range(number)]
        return self._load("Contact", records, [to_18(f"003gK{FIRST + place:010d}") for place in range(number)])

    def _accounts(self, number: int) -> list[str]:
        records = [{"Name": f"House {place}", "Website": f"www.house-{place}.example.com"} for place in range(number)]
        return self._load("Account", records, [to_18(f"001gK{FIRST + place:010d}") for place in range(number)])

    def _load(self, name: str, records: list[Fields], ids: Sequence[str] = ()) -> list[str]:
        answer = self.virtual.desk.control("salesforce", "load", {"object": name, "records": records, "ids": ids})
        if answer["errors"]:
            raise AssertionError(f"{name}: Salesforce refused {answer['errors'][:3]}")
        return list(ids)

    def edit_in_hubspot(self, pairs: Sequence[Pair]) -> None:
        for start in range(0, len(pairs), HUBSPOT_BATCH):
            inputs = [
                {"id": pair.hubspot, "properties": {self.kind.hubspot[1]: self._text()}}
                for pair in pairs[start : start + HUBSPOT_BATCH]
            ]
            path = f"/crm/v3/objects/{self._path}/batch/update"
            self.virtual.desk.ask("hubspot", "POST", path, {"inputs": inputs})

    def edit_in_salesforce(self, pairs: Sequence[Pair]) -> None:
        name, edited = self.kind.salesforce
        for start in range(0, len(pairs), SALESFORCE_BATCH):
            rows = [
                {"attributes": {"type": name}, "id": pair.salesforce, edited: self._text()}
                for pair in pairs[start : start + SALESFORCE_BATCH]
            ]
            body = {"allOrNone": True, "records": rows}
            self.virtual.desk.ask("salesforce", "PATCH", f"{SALESFORCE_DATA}/composite/sobjects", body)

    def _text(self) -> str:
        return f"+43 1 {next(self._serial)}"
