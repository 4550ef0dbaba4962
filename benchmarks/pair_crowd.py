"""Linked records of one object pair, each about a person or an account, and those at the screens who edit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from benchmarks.all_pairs import ON, prepare, put
from benchmarks.crowd import HUBSPOT_BATCH, SALESFORCE_BATCH, SALESFORCE_DATA, Pair
from benchmarks.linked_people import POLL_GAP, ROUNDS
from benchmarks.virtual_product import VirtualProduct
from sandbox.salesforce.ids import to_18
from sandbox.simulation.pets import PARAMETER, PET
from sandbox.stack.simulators import CAPTURED_EVENTS

Fields = dict[str, Any]
PETS = "pets"
FOLLOWED = (*CAPTURED_EVENTS, PET.replace("__c", "__ChangeEvent"))
CLOSES = "2027-01-31"
FIRST, FIRST_RECORD = 910_000, 2_000_000
RECORDS_OF_EACH = 5
"""So many are about the same person, or of the same account."""


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
    prefix: str
    """Of Salesforce's ids."""
    about: Callable[[int, str, str], Fields]
    parameters: Mapping[str, Fields]
    imported_as: str
    has_roles: bool = False
    """Whether its people are rows of their own."""
    has_staff: bool = False
    """Whether contacts belong to it."""


KINDS = (
    Kind(
        "companies",
        ("companies", "phone"),
        ("Account", "Phone"),
        "001",
        lambda number, *_: {"Name": f"Company {number}", "Website": f"www.company-{number}.example.com"},
        {"settings/company": ON, "mappings/company": _two_way("phone", "Phone")},
        "accounts",
        has_staff=True,
    ),
    Kind(
        "deals",
        ("deals", "description"),
        ("Opportunity", "Description"),
        "006",
        lambda number, _, account: {
            "Name": f"Deal {number}",
            "StageName": "Prospecting",
            "CloseDate": CLOSES,
            "AccountId": account,
        },
        {"settings/company": ON, "settings/deal": ON, "mappings/deal": _two_way("description", "Description")},
        "opportunities",
        has_roles=True,
    ),
    Kind(
        "tickets",
        ("tickets", "subject"),
        ("Case", "Subject"),
        "500",
        lambda number, contact, _: {"Subject": f"Case {number}", "Status": "New", "ContactId": contact},
        {"settings/ticket": ON},
        "cases",
    ),
    Kind(
        "tasks",
        ("tasks", "hs_task_subject"),
        ("Task", "Subject"),
        "00T",
        lambda number, contact, _: {"Subject": f"Task {number}", "WhoId": contact},
        {"settings/task": ON},
        "tasks",
    ),
    Kind(
        "custom objects",
        (PETS, "pet_name"),
        (PET, "Name"),
        "a00",
        lambda number, contact, _: {"Name": f"Pet {number}", "Keeper__c": contact},
        {"objects/pet": PARAMETER},
        "objects/pet",
    ),
)

CALLS = Kind(
    "calls",
    ("calls", "hs_call_title"),
    ("Task", "Subject"),
    "00T",
    lambda number, contact, _: {
        "Subject": f"Call {number}",
        "WhoId": contact,
        "TaskSubtype": "Call",
        "Status": "Completed",
    },
    {"settings/task": {**ON, "types": {"call": "both"}}},
    "tasks",
)
"""Go with tasks of Salesforce, and are imported with them."""


@dataclass(slots=True)
class PairCrowd:
    """Contacts sync; the pair does when it is switched on, and companies with deals."""

    kind: Kind
    virtual: VirtualProduct = field(default_factory=VirtualProduct)
    _path: str = ""
    _others: set[Pair] = field(default_factory=set)
    """Linked before."""
    _serial: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        pets = prepare(self.virtual)
        put(self.virtual, {})
        self._path = pets if self.kind.hubspot[0] == PETS else self.kind.hubspot[0]

    def switch_on(self) -> None:
        put(self.virtual, self.kind.parameters)

    def push(self, webhook_events: int = 100) -> None:
        self.virtual.push(webhook_events=webhook_events, events=FOLLOWED)

    def linked(self, number: int) -> list[Pair]:
        """So many new records that a poll found in Salesforce and the worker created in HubSpot, long ago."""
        self.switch_on()
        self.load(number, each_has=RECORDS_OF_EACH)
        self.pass_rounds()
        pairs = self.pairs()
        if len(pairs) != number:
            raise AssertionError(f"{len(pairs)} of {number} {self.kind.name} are linked")
        return pairs

    def load(self, number: int, *, each_has: int = 1) -> None:
        """New records in Salesforce, of people who sync; each of them has so many. Nothing tells of the records."""
        ids = [to_18(f"{self.kind.prefix}gK{FIRST_RECORD + place:010d}") for place in range(number)]
        people, accounts = self._people(-(-number // each_has)), self._accounts(-(-number // each_has))
        self.pass_rounds()
        self._others = set(self._pairs())
        about = [(place, people[place // each_has], accounts[place // each_has]) for place in range(number)]
        self._load(self.kind.salesforce[0], [self.kind.about(*one) for one in about], ids)
        if self.kind.has_roles:
            roles = zip(ids, (person for _, person, _ in about), strict=True)
            self._load("OpportunityContactRole", [{"OpportunityId": one, "ContactId": person} for one, person in roles])
        if self.kind.has_staff:
            staff = ({"LastName": "Staff", "Email": f"{one}@example.org".lower(), "AccountId": one} for one in ids)
            self._load("Contact", list(staff))

    def pairs(self) -> list[Pair]:
        """Of the loaded records, those that are linked."""
        return [pair for pair in self._pairs() if pair not in self._others]

    def pass_rounds(self) -> None:
        """Of the polls, with all work: until their look-back has passed over what is there."""
        for _ in range(ROUNDS):
            self.virtual.pass_time(POLL_GAP)
            self.virtual.poll()
            self.virtual.work()

    def _pairs(self) -> list[Pair]:
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
