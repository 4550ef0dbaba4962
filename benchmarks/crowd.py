"""People who are contacts in both CRMs, and the persons at the screens who edit them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from crmsync.core.change import Change, ChangeKind
from crmsync.core.message import pack
from crmsync.core.record import Millis, RecordRef, Side

from benchmarks.desk import API_VERSION, Desk, SideName
from sandbox.data.people import CLEAN, people
from sandbox.data.person import Person
from sandbox.data.shapes import SHAPES
from sandbox.salesforce.ids import to_18

HUBSPOT_BATCH, SALESFORCE_BATCH = 100, 200
FIRST_CONTACT = 900_000
MOST_PEOPLE = 1_000_000
SALESFORCE_DATA = f"/services/data/v{API_VERSION}"


@dataclass(frozen=True, slots=True)
class Pair:
    """The ids of one person's two records."""

    hubspot: str
    salesforce: str


@dataclass(slots=True)
class Crowd:
    """What is `made` or `entered_quietly` is loaded past the APIs, without events; all else goes through the APIs."""

    desk: Desk
    _serial: Iterator[int] = field(default_factory=lambda: count(1))
    _people: Iterator[Person] = field(default_factory=lambda: people(MOST_PEOPLE, seed=11, mixture=CLEAN))

    def made(self, number: int) -> list[Pair]:
        """So many new people, equal in both CRMs, not yet linked."""
        chosen = list(islice(self._people, number))
        ids = [to_18(f"003gK{FIRST_CONTACT + next(self._serial):010d}") for _ in chosen]
        hubspot = self._load("hubspot", "contacts", [SHAPES["hubspot", "contact"].record(one) for one in chosen])
        self._load("salesforce", "Contact", [SHAPES["salesforce", "contact"].record(one) for one in chosen], ids)
        return [Pair(own, other) for own, other in zip(hubspot, ids, strict=True)]

    def _load(self, side: SideName, name: str, records: list[dict[str, str]], ids: Sequence[str] = ()) -> list[str]:
        answer = self.desk.control(side, "load", {"object": name, "records": records, "ids": list(ids)})
        if answer["errors"]:
            raise AssertionError(f"{side} refused {answer['errors'][:3]}")
        return list(answer.get("ids", ()))

    def edit_in(self, side: Side, pairs: Sequence[Pair]) -> list[str]:
        """A person gives each another job title; returns the titles."""
        return self.edit_in_hubspot(pairs) if side is Side.HUBSPOT else self.edit_in_salesforce(pairs)

    def edit_in_hubspot(self, pairs: Sequence[Pair]) -> list[str]:
        titles = [self._title() for _ in pairs]
        for start in range(0, len(pairs), HUBSPOT_BATCH):
            chosen = zip(pairs[start : start + HUBSPOT_BATCH], titles[start : start + HUBSPOT_BATCH], strict=True)
            inputs = [{"id": pair.hubspot, "properties": {"jobtitle": title}} for pair, title in chosen]
            self.desk.ask("hubspot", "POST", "/crm/v3/objects/contacts/batch/update", {"inputs": inputs})
        return titles

    def edit_in_salesforce(self, pairs: Sequence[Pair]) -> list[str]:
        titles = [self._title() for _ in pairs]
        for start in range(0, len(pairs), SALESFORCE_BATCH):
            chosen = zip(pairs[start : start + SALESFORCE_BATCH], titles[start : start + SALESFORCE_BATCH], strict=True)
            rows = [
                {"attributes": {"type": "Contact"}, "id": pair.salesforce, "Title": title} for pair, title in chosen
            ]
            body = {"allOrNone": True, "records": rows}
            self.desk.ask("salesforce", "PATCH", f"{SALESFORCE_DATA}/composite/sobjects", body)
        return titles

    def titles_in_hubspot(self, pairs: Sequence[Pair]) -> list[str]:
        """Of at most a hundred."""
        body = {"inputs": [{"id": pair.hubspot} for pair in pairs], "properties": ["jobtitle"]}
        found = self.desk.ask("hubspot", "POST", "/crm/v3/objects/contacts/batch/read", body)["results"]
        titles = {one["id"]: one["properties"]["jobtitle"] for one in found}
        return [titles[pair.hubspot] for pair in pairs]

    def titles_in_salesforce(self, pairs: Sequence[Pair]) -> list[str]:
        body = {"ids": [pair.salesforce for pair in pairs], "fields": ["Title"]}
        found = self.desk.ask("salesforce", "POST", f"{SALESFORCE_DATA}/composite/sobjects/Contact", body)
        return [one["Title"] for one in found]

    def _title(self) -> str:
        return f"Role {next(self._serial)}"

    def enter_in_hubspot(self, number: int, *, known_in_salesforce: bool = False) -> None:
        """A person enters newcomers; Salesforce may know them already, with other fields filled in."""
        emails = self._emails(number)
        if known_in_salesforce:
            records = [{"LastName": "Newcomer", "Email": email, "MailingCity": "Graz"} for email in emails]
            self._load("salesforce", "Contact", records)
        inputs = [
            {"properties": {"email": email, "lastname": "Newcomer", "jobtitle": self._title()}} for email in emails
        ]
        for start in range(0, number, HUBSPOT_BATCH):
            body = {"inputs": inputs[start : start + HUBSPOT_BATCH]}
            self.desk.ask("hubspot", "POST", "/crm/v3/objects/contacts/batch/create", body)

    def enter_in_salesforce(self, number: int, *, known_in_hubspot: bool = False) -> None:
        emails = self._emails(number)
        if known_in_hubspot:
            records = [{"lastname": "Newcomer", "email": email, "city": "Graz"} for email in emails]
            self._load("hubspot", "contacts", records)
        rows = [
            {"attributes": {"type": "Contact"}, "LastName": "Newcomer", "Email": email, "Title": self._title()}
            for email in emails
        ]
        for start in range(0, number, SALESFORCE_BATCH):
            body = {"allOrNone": True, "records": rows[start : start + SALESFORCE_BATCH]}
            self.desk.ask("salesforce", "POST", f"{SALESFORCE_DATA}/composite/sobjects", body)

    def _emails(self, number: int) -> list[str]:
        return [f"newcomer{next(self._serial)}@example.org" for _ in range(number)]


def looks_at(pairs: Sequence[Pair], now: Millis) -> list[str]:
    """The bodies of messages that ask for a look at each."""
    refs = (RecordRef(Side.HUBSPOT, "contact", pair.hubspot) for pair in pairs)
    return list(pack([Change(ref, ChangeKind.LOOK, now, "resync") for ref in refs]))
