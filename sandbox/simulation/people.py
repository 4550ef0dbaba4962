"""People who edit both CRMs at random moments, and the log of every edit that a CRM took."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from crmsync.core.record import Side

from sandbox.simulation.crm_user import HubspotUser, SalesforceUser, Values

FIELDS: dict[str, dict[str, str]] = {
    "firstname": {"Lead": "FirstName", "Contact": "FirstName"},
    "lastname": {"Lead": "LastName", "Contact": "LastName"},
    "jobtitle": {"Lead": "Title", "Contact": "Title"},
    "phone": {"Lead": "Phone", "Contact": "Phone"},
    "city": {"Lead": "City", "Contact": "MailingCity"},
    "zip": {"Lead": "PostalCode", "Contact": "MailingPostalCode"},
}
REQUIRED = {"lastname"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that a person set: on which side, on which record, when."""

    at: int
    side: Side
    object_type: str
    record_id: str
    key: str
    value: str | None


@dataclass(slots=True)
class People:
    """`records` are what people may edit: (side, object type, id)."""

    rng: Random
    hubspot: HubspotUser
    salesforce: SalesforceUser
    edits: list[Edit] = field(default_factory=list)
    records: list[tuple[Side, str, str]] = field(default_factory=list)
    _serial: int = 0

    def act(self, now: int) -> None:
        """One action of one person somewhere."""
        if not self.records or self.rng.random() < 0.15:
            self._create(now)
        else:
            self._edit(now, *self.rng.choice(self.records))

    def learn(self, side: Side, object_type: str, record_id: str) -> None:
        """A record that appeared by itself: people see it in their list and edit it too."""
        known = (side, object_type, record_id)
        if known not in self.records:
            self.records.append(known)

    def _word(self) -> str:
        self._serial += 1
        return f"value {self._serial}"

    def _create(self, now: int) -> None:
        email = f"person{self.rng.randint(1, 25)}@example.org" if self.rng.random() < 0.95 else None
        values: Values = {"lastname": self._word(), "jobtitle": self._word()}
        if self.rng.random() < 0.5:
            self._create_in_hubspot(now, {**values, "email": email})
        else:
            object_type = self.rng.choice(["Lead", "Contact"])
            self._create_in_salesforce(now, object_type, values, email)

    def _create_in_hubspot(self, now: int, values: Values) -> None:
        created = self.hubspot.create({name: value for name, value in values.items() if value is not None})
        if created is not None:
            self.learn(Side.HUBSPOT, "contact", created)
            self._log(now, Side.HUBSPOT, "contact", created, values)

    def _create_in_salesforce(self, now: int, object_type: str, values: Values, email: str | None) -> None:
        body: Values = {FIELDS[key][object_type]: value for key, value in values.items()}
        if email is not None:
            body["Email"] = email
        if object_type == "Lead":
            body["Company"] = "Example Ltd"
        created = self.salesforce.create(object_type, body)
        if created is not None:
            self.learn(Side.SALESFORCE, object_type, created)
            self._log(now, Side.SALESFORCE, object_type, created, values)

    def _edit(self, now: int, side: Side, object_type: str, record_id: str) -> None:
        keys = self.rng.sample(sorted(FIELDS), self.rng.choice([1, 1, 2]))
        values: Values = {key: self._new_value(key) for key in keys}
        if side is Side.HUBSPOT:
            taken = self.hubspot.edit(record_id, values)
        else:
            own: Values = {FIELDS[key][object_type]: value for key, value in values.items()}
            taken = self.salesforce.edit(object_type, record_id, own)
        if taken:
            self._log(now, side, object_type, record_id, values)

    def _new_value(self, key: str) -> str | None:
        return None if key not in REQUIRED and self.rng.random() < 0.15 else self._word()

    def _log(self, now: int, side: Side, object_type: str, record_id: str, values: Values) -> None:
        for key, value in values.items():
            if key in FIELDS:
                self.edits.append(Edit(now, side, object_type, record_id, key, value))
