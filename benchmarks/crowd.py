"""People who are contacts in both CRMs, and the persons at the screens who edit them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from crmsync.core.change import Change, ChangeKind
from crmsync.core.message import pack
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.sync.worker import Message

from sandbox.data.people import CLEAN, people
from sandbox.data.person import Person
from sandbox.data.shapes import SHAPES
from sandbox.salesforce.ids import to_18
from sandbox.stack.stack import Stack

HUBSPOT_BATCH, SALESFORCE_BATCH = 100, 200
FIRST_CONTACT = 900_000


@dataclass(frozen=True, slots=True)
class Pair:
    """The ids of one person's two records."""

    hubspot: str
    salesforce: str

    @property
    def ref(self) -> RecordRef:
        return RecordRef(Side.HUBSPOT, "contact", self.hubspot)


@dataclass(slots=True)
class Crowd:
    """`made` are loaded past the APIs, without events; edits go through the APIs, with events."""

    stack: Stack
    _serial: Iterator[int] = field(default_factory=lambda: count(1))
    _people: Iterator[Person] = field(default_factory=lambda: people(1_000_000, seed=11, mixture=CLEAN))

    def made(self, number: int) -> list[Pair]:
        """So many new people, equal in both CRMs, not yet linked."""
        chosen = list(islice(self._people, number))
        ids = [to_18(f"003gK{FIRST_CONTACT + next(self._serial):010d}") for _ in chosen]
        hubspot = self._load("hubspot", "contacts", [SHAPES["hubspot", "contact"].record(one) for one in chosen])
        self._load("salesforce", "Contact", [SHAPES["salesforce", "contact"].record(one) for one in chosen], ids)
        return [Pair(own, other) for own, other in zip(hubspot, ids, strict=True)]

    def _load(self, side: str, name: str, records: list[dict[str, str]], ids: Sequence[str] = ()) -> list[str]:
        body = {"object": name, "records": records, "ids": list(ids)}
        answer = self.stack.control("hubspot" if side == "hubspot" else "salesforce", "load", body)
        if answer["errors"]:
            raise AssertionError(f"{side} refused {answer['errors'][:3]}")
        return list(answer.get("ids", ()))

    def word(self) -> str:
        """A value that nothing bears yet."""
        return f"Role {next(self._serial)}"

    def email(self) -> str:
        return f"newcomer{next(self._serial)}@example.org"

    def edit_in_hubspot(self, pairs: Sequence[Pair]) -> list[str]:
        """A person gives each another job title; returns them."""
        titles = [self.word() for _ in pairs]
        inputs = [
            {"id": pair.hubspot, "properties": {"jobtitle": title}} for pair, title in zip(pairs, titles, strict=True)
        ]
        for start in range(0, len(inputs), HUBSPOT_BATCH):
            body = {"inputs": inputs[start : start + HUBSPOT_BATCH]}
            self.stack.hubspot().request("POST", "/crm/v3/objects/contacts/batch/update", body)
        return titles

    def edit_in_salesforce(self, pairs: Sequence[Pair]) -> list[str]:
        titles = [self.word() for _ in pairs]
        rows = [
            {"attributes": {"type": "Contact"}, "id": pair.salesforce, "Title": title}
            for pair, title in zip(pairs, titles, strict=True)
        ]
        path = f"/services/data/v{self.stack.env['SALESFORCE_API_VERSION']}/composite/sobjects"
        for start in range(0, len(rows), SALESFORCE_BATCH):
            body = {"allOrNone": False, "records": rows[start : start + SALESFORCE_BATCH]}
            self.stack.salesforce().request("PATCH", path, body)
        return titles


def looks_at(pairs: Sequence[Pair], now: int) -> list[Message]:
    """Messages that ask for a look at each."""
    changes = [Change(pair.ref, ChangeKind.LOOK, now, "resync") for pair in pairs]
    return [Message(f"look-{place}", body) for place, body in enumerate(pack(changes))]
