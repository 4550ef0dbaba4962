"""One CRM during the comparison, and what the probes made there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from crmsync.core.failure import CrmError, WriteOutcome, Written
from crmsync.core.record import NewRecord, Record, RecordRef, Value
from crmsync.ports.crm import Crm, Look, ReadOutcome
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError, Transport

C = TypeVar("C", bound=Crm)

PAUSE_S = 1.0
POLL_WINDOW_MS = 3_600_000


@dataclass
class Site(Generic[C]):
    """`tag` is in every address that is used, so that a run never meets another one's records.

    `deletion` makes the call that removes records (the product deletes nothing, so its adapters cannot).
    `patience_s` is how long a poll may take to show a record.
    """

    crm: C
    transport: Transport
    tag: str
    fields: Mapping[str, tuple[str, ...]]
    deletion: Callable[[Sequence[RecordRef]], ApiCall]
    patience_s: float = 60.0
    _made: set[RecordRef] = field(default_factory=set)
    _addresses: set[str] = field(default_factory=set)

    def address(self, label: str) -> str:
        address = f"{label}-{self.tag}@example.com"
        self._addresses.add(address)
        return address

    def create(self, *people: tuple[str, Mapping[str, Value]]) -> list[WriteOutcome]:
        """Pairs of object type and values."""
        records = [NewRecord(str(index), kind, values) for index, (kind, values) in enumerate(people)]
        outcomes = self.crm.create(records)
        for record, outcome in zip(records, outcomes, strict=True):
            if isinstance(outcome, Written):
                self._made.add(self.ref(record.object_type, outcome.id))
        return outcomes

    def made(self, object_type: str, **values: Value) -> RecordRef:
        """One more record. Raises CrmError when it is refused."""
        (outcome,) = self.create((object_type, values))
        if isinstance(outcome, Written):
            return self.ref(object_type, outcome.id)
        raise CrmError(outcome)

    def ref(self, object_type: str, record_id: str) -> RecordRef:
        return RecordRef(self.crm.side, object_type, record_id)

    def read(self, ref: RecordRef) -> ReadOutcome:
        return self.crm.look(Look((ref,), (), self.fields)).records[ref]

    def values(self, ref: RecordRef) -> Mapping[str, Value]:
        """The record's values; none when it is not live."""
        seen = self.read(ref)
        return seen.values if isinstance(seen, Record) else {}

    def matches(self, address: str) -> list[RecordRef]:
        found = self.crm.look(Look((), (address,), self.fields)).matches[address]
        return [record.ref for record in found]

    def is_polled(self, ref: RecordRef) -> bool:
        """Whether a poll shows the record before patience ends."""
        seen = self.read(ref)
        if not isinstance(seen, Record):
            return False
        deadline = time.monotonic() + self.patience_s
        while ref not in self._polled(ref.object_type, seen.modified_at):
            if time.monotonic() > deadline:
                return False
            time.sleep(min(PAUSE_S, self.patience_s))
        return True

    def _polled(self, object_type: str, since: int) -> set[RecordRef]:
        found: set[RecordRef] = set()
        cursor = None
        while True:
            fields = self.fields[object_type]
            page = self.crm.changed_since(object_type, fields, since, since + POLL_WINDOW_MS, cursor)
            found.update(record.ref for record in page.records)
            cursor = page.cursor
            if cursor is None:
                return found

    def delete(self, refs: Sequence[RecordRef]) -> bool:
        """Whether the vendor took the deletion."""
        taken = _was_taken(self.transport.send(self.deletion(refs)))
        if taken:
            self._made.difference_update(refs)
        return taken

    def clean_up(self) -> list[str]:
        """Removes what the probe made, also what was made by a call whose answer was lost; ids that stay."""
        try:
            rest = sorted(self._made | self._found())
            if rest and not self.delete(rest):
                return [ref.key for ref in rest]
        except (CrmError, NoAnswerError):
            return sorted(ref.key for ref in self._made)
        finally:
            self._made.clear()
            self._addresses.clear()
        return []

    def _found(self) -> set[RecordRef]:
        if not self._addresses:
            return set()
        matches = self.crm.look(Look((), tuple(sorted(self._addresses)), self.fields)).matches
        return {record.ref for records in matches.values() for record in records}


def _was_taken(answer: ApiAnswer) -> bool:
    """Salesforce answers 200 and tells of each row; HubSpot answers 204 without a body."""
    rows = answer.body if isinstance(answer.body, list) else []
    return answer.status < 300 and all(row.get("success") for row in rows)
