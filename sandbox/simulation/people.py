"""People who edit both CRMs at random moments, and the log of every edit that a CRM took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from crmsync.core.record import RecordRef, Side

from sandbox.simulation.crm_user import HubspotUser, SalesforceUser, Values

FIELDS: dict[str, dict[str, str]] = {
    "firstname": {"Lead": "FirstName", "Contact": "FirstName"},
    "lastname": {"Lead": "LastName", "Contact": "LastName"},
    "jobtitle": {"Lead": "Title", "Contact": "Title"},
    "phone": {"Lead": "Phone", "Contact": "Phone"},
    "city": {"Lead": "City", "Contact": "MailingCity"},
    "zip": {"Lead": "PostalCode", "Contact": "MailingPostalCode"},
    "salutation": {"Lead": "Salutation", "Contact": "Salutation"},
}
BUSY_FIELDS = ["jobtitle", "city"]
REQUIRED = {"lastname"}
SALUTATIONS = ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."]
BAD_VALUES: dict[str, Callable[[str], str]] = {
    "zip": lambda word: f"{word} is far too long for a postal code",
    "city": lambda word: f"nowhere {word}",
    "salutation": lambda word: f"Duke {word}",
}
"""What HubSpot takes and Salesforce does not."""

CLEARS, IS_BAD = 0.15, 0.08
TAKES_BACK = 0.1
"""The share of values that somebody sets again as they were before."""

TWINS = 0.25
"""The share of creations that happen on both sides at once."""

ADDRESSES = 25
COMPANY = 0.6
"""The share of edits that go to the pair, and to the fields, that somebody edited just now."""


class Known(NamedTuple):
    """A record that people may edit."""

    side: Side
    object_type: str
    id: str


def known_of(ref: RecordRef) -> Known:
    return Known(ref.side, ref.object_type, ref.id)


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that a person set: on which side, on which record, when."""

    at: int
    side: Side
    object_type: str
    record_id: str
    key: str
    value: str | None

    @property
    def record(self) -> Known:
        return Known(self.side, self.object_type, self.record_id)


@dataclass(slots=True)
class People:
    rng: Random
    hubspot: HubspotUser
    salesforce: SalesforceUser
    edits: list[Edit] = field(default_factory=list)
    consents: list[Edit] = field(default_factory=list)
    """Opt-outs, and boxes that were unticked."""
    records: list[Known] = field(default_factory=list)
    busy: tuple[Known, ...] = ()
    """The pair that was edited last."""
    created: list[Known] = field(default_factory=list)
    """Every record that people ever created, also those that they deleted since."""
    deleted: list[Known] = field(default_factory=list)
    restored: set[Known] = field(default_factory=set)
    """What was deleted for some time."""
    erased: set[Known] = field(default_factory=set)
    """Contacts that were deleted for privacy's sake."""
    merged: set[Known] = field(default_factory=set)
    """What was merged; the CRM itself sets fields then."""
    _seen: set[Known] = field(default_factory=set)
    _serial: int = 0

    def learn(self, known: Known) -> None:
        """A record that appeared by itself: people see it in their list and edit it too."""
        if known not in self._seen:
            self._seen.add(known)
            self.records.append(known)

    def choose(self) -> Known:
        """Often a record that others are busy with."""
        busy = [known for known in self.busy if known in self.records]
        return self.rng.choice(busy if busy and self.rng.random() < COMPANY else self.records)

    def create(self, now: int, side: Side, email: str | None) -> None:
        """A new person on that side, unless the CRM refuses."""
        values: Values = {"lastname": self.word(), "jobtitle": self.word()}
        if side is Side.HUBSPOT:
            known = Known(side, "contact", self._create_in_hubspot({**values, "email": email}) or "")
        else:
            object_type = self.rng.choice(["Lead", "Contact"])
            known = Known(side, object_type, self._create_in_salesforce(object_type, values, email) or "")
        if known.id:
            self.learn(known)
            self.created.append(known)
            self._log(now, known, values)

    def delete(self, known: Known) -> None:
        self.records.remove(known)
        self.deleted.append(known)
        if known.side is Side.HUBSPOT:
            self.hubspot.delete(known.id)
        else:
            self.salesforce.delete(known.object_type, known.id)

    def erase(self, contact: Known) -> None:
        if self.hubspot.erase(contact.id):
            self.records.remove(contact)
            self.erased.add(contact)

    def clear(self, now: int, known: Known, key: str) -> None:
        self._set(now, known, {key: None})

    def mend(self, now: int) -> None:
        """Half of the values that Salesforce does not take are corrected."""
        for bad in self._still_bad():
            if self.rng.random() < 0.5:
                self._set(now, bad.record, {bad.key: self.word() if bad.key != "salutation" else "Dr."})

    def _still_bad(self) -> list[Edit]:
        last = {(edit.record, edit.key): edit for edit in self.edits}
        return [edit for edit in last.values() if is_bad(edit.key, edit.value) and edit.record in self.records]

    def word(self) -> str:
        self._serial += 1
        return f"value {self._serial}"

    def create_somebody(self, now: int) -> None:
        email = f"person{self.rng.randint(1, ADDRESSES)}@example.org" if self.rng.random() < 0.95 else None
        sides = [*Side] if self.rng.random() < TWINS else [self.rng.choice([*Side])]
        for side in sides:
            self.create(now, side, email)

    def _create_in_hubspot(self, values: Values) -> str | None:
        return self.hubspot.create({name: value for name, value in values.items() if value is not None})

    def _create_in_salesforce(self, object_type: str, values: Values, email: str | None) -> str | None:
        body: Values = {FIELDS[key][object_type]: value for key, value in values.items()}
        if email is not None:
            body["Email"] = email
        if object_type == "Lead":
            body["Company"] = "Example Ltd"
        return self.salesforce.create(object_type, body)

    def edit(self, now: int, known: Known) -> None:
        count = self.rng.choice([1, 1, 2])
        keys = BUSY_FIELDS[:count] if self.rng.random() < COMPANY else self.rng.sample(sorted(FIELDS), count)
        self._set(now, known, {key: self._new_value(key, known.side) for key in keys})

    def _set(self, now: int, known: Known, values: Values) -> None:
        if known.side is Side.HUBSPOT:
            taken = self.hubspot.edit(known.id, values)
        else:
            own: Values = {FIELDS[key][known.object_type]: value for key, value in values.items()}
            taken = self.salesforce.edit(known.object_type, known.id, own)
        if taken:
            self._log(now, known, values)

    def _new_value(self, key: str, side: Side) -> str | None:
        if key not in REQUIRED and self.rng.random() < CLEARS:
            return None
        if key in BAD_VALUES and side is Side.HUBSPOT and self.rng.random() < IS_BAD:
            return BAD_VALUES[key](self.word())
        if self.rng.random() < TAKES_BACK and (former := self._former(key)):
            return former
        return self.rng.choice(SALUTATIONS) if key == "salutation" else self.word()

    def _former(self, key: str) -> str | None:
        """What the field of the pair that was edited last, on either side, showed before its last edit."""
        shown = [edit.value for edit in self.edits if edit.key == key and edit.record in self.busy]
        return shown[-2] if len(shown) > 1 else None

    def _log(self, now: int, known: Known, values: Values) -> None:
        self.edits.extend(Edit(now, *known, key, value) for key, value in values.items() if key in FIELDS)


def is_bad(key: str, value: object) -> bool:
    """Whether Salesforce does not take that value."""
    if not isinstance(value, str) or key not in BAD_VALUES:
        return False
    return len(value) > 20 if key == "zip" else value.startswith(BAD_VALUES[key](""))
