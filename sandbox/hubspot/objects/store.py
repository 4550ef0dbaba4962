"""The records of one object type: unique keys, the recycle bin, redirects of merged ids. Values come in checked."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping

from sandbox.hubspot.author import Author
from sandbox.hubspot.objects.record import Change, ChangeKind, Record, Write
from sandbox.hubspot.objects.schema import ObjectType
from sandbox.hubspot.timestamps import iso_of

FIRST_ID = 101

Listener = Callable[[Change], None]


class ValueTakenError(Exception):
    """Another live record has this value of a unique property."""

    def __init__(self, name: str, value: str, record_id: int) -> None:
        super().__init__(f"{name} {value} belongs to {record_id}")
        self.name = name
        self.value = value
        self.record_id = record_id


class RecordStore:
    def __init__(self, object_type: ObjectType, listeners: Iterable[Listener]) -> None:
        self.object_type = object_type
        self.records: dict[int, Record] = {}
        self.redirects: dict[int, int] = {}
        self._keys: dict[str, dict[str, int]] = {}
        self._listeners = list(listeners)
        self._next_id = FIRST_ID
        self._ids: list[int] = []
        self._unique = object_type.unique_properties()

    def schema_changed(self) -> None:
        self._unique = self.object_type.unique_properties()

    # Reading

    def get(self, record_id: str | int, *, follow_merges: bool = True) -> Record | None:
        """The record of that id, archived or not; the survivor of a merge under the old id."""
        text = str(record_id)
        if not text.isdigit():
            return None
        number = int(text)
        while follow_merges and number in self.redirects:
            number = self.redirects[number]
        return self.records.get(number)

    def find(self, name: str, value: str) -> Record | None:
        """The live record with that value of a unique property."""
        number = self._keys.get(name, {}).get(value.strip().lower())
        return None if number is None else self.records[number]

    def from_id(self, start: int) -> Iterator[Record]:
        """The records, archived ones too, by id from `start` on."""
        for at in range(bisect_left(self._ids, start), len(self._ids)):
            record = self.records.get(self._ids[at])
            if record is not None:
                yield record

    # Writing

    def insert(
        self,
        values: Mapping[str, str],
        author: Author,
        at: int,
        *,
        record_id: int | None = None,
        quiet: bool = False,
    ) -> Record:
        """A new record under the next id or the given one; `quiet` makes no `creation` event.

        Raises ValueTakenError.
        """
        number = self._next_id if record_id is None else record_id
        record = Record(number, self._with_own_values(number, values, at), at, at)
        self._claim(record, {}, record.values)
        record.log.append(Write(at, author, record.values))
        self.records[number] = record
        insort(self._ids, number)
        self._next_id = max(self._next_id, number + 1)
        kind: ChangeKind = "load" if quiet else "creation"
        self._publish(Change(kind, self.object_type.id, record, author, at, record.values))
        return record

    def change(self, record: Record, changes: Mapping[str, str], author: Author, at: int) -> Mapping[str, str]:
        """Sets and clears (empty string) values; returns those that really changed. Raises ValueTakenError."""
        before = record.values
        real = {name: value for name, value in changes.items() if before.get(name, "") != value}
        after = {name: value for name, value in {**before, **real}.items() if value}
        after[self.object_type.modified_property] = iso_of(at)
        self._claim(record, before, after)
        record.values = after
        record.updated_at = at
        if real:
            record.log.append(Write(at, author, real))
        self._publish(Change("propertyChange", self.object_type.id, record, author, at, real))
        return real

    def archive(self, record: Record, author: Author, at: int) -> None:
        self.release(record)
        record.archived_at = at
        self._publish(Change("deletion", self.object_type.id, record, author, at))

    def restore(self, record: Record, author: Author, at: int) -> None:
        """Raises ValueTakenError when a live record has taken its key meanwhile."""
        self._claim(record, {}, record.values)
        record.archived_at = None
        self._publish(Change("restore", self.object_type.id, record, author, at))

    def purge(self, record: Record, author: Author, at: int) -> None:
        """Erases the record for good (GDPR)."""
        self.release(record)
        del self.records[record.id]
        record.archived_at = at
        self._publish(Change("privacyDeletion", self.object_type.id, record, author, at))

    def announce(self, change: Change) -> None:
        """Tells listeners of a change that the store did not make itself (a merge as a whole)."""
        self._publish(change)

    def release(self, record: Record) -> None:
        """Gives up the record's unique keys."""
        for name in self._unique:
            taken = self._keys.get(name, {})
            for key in self._keys_of(name, record.values):
                if taken.get(key) == record.id:
                    del taken[key]

    def _publish(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)

    def _with_own_values(self, number: int, values: Mapping[str, str], at: int) -> dict[str, str]:
        now = iso_of(at)
        own = {"hs_object_id": str(number), self.object_type.modified_property: now}
        if "hs_createdate" in self.object_type.properties:
            own["hs_createdate"] = now
        filled = {name: value for name, value in values.items() if value}
        return {self.object_type.created_property: now, **filled, **own}

    def _keys_of(self, name: str, values: Mapping[str, str]) -> list[str]:
        alternate = self.object_type.alternate_ids.get(name, "")
        texts = [values.get(name, ""), *values.get(alternate, "").split(";")]
        return [text.lower() for text in texts if text]

    def _claim(self, record: Record, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        for name in self._unique:
            old, new = self._keys_of(name, before), self._keys_of(name, after)
            if old == new:
                continue
            taken = self._keys.setdefault(name, {})
            for key in new:
                if taken.get(key, record.id) != record.id:
                    raise ValueTakenError(name, key, taken[key])
            for key in old:
                taken.pop(key, None)
            taken.update(dict.fromkeys(new, record.id))
