"""Who is associated with whom: an association goes both ways and has one or more types on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sandbox.hubspot.associations.types import AssociationType, AssociationTypes, TypeKey
from sandbox.hubspot.errors import ValidationError

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

End = tuple[str, int]
"""Object type id and record id."""


class Step(NamedTuple):
    """One change of the graph, as webhooks tell it."""

    start: End
    end: End
    removed: bool
    is_primary: bool


class Associations:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.types = AssociationTypes()
        self.limits: dict[AssociationType, int] = {}
        """How many ends a record may have at most by each type that an administrator limited."""
        self._links: dict[End, dict[End, set[TypeKey]]] = {}

    def add(self, start: End, end: End, asked: AssociationType) -> list[Step]:
        """Associates both ways; returns what changed. Raises 400 for a company that would be its own ancestor, and
        for one association too many.
        """
        wanted = self._wanted(start, end, asked)
        self._refuse_too_many(start, end, wanted)
        steps = [step for one in wanted for step in self._displaced(start, end, one)]
        known = self._links.setdefault(start, {}).setdefault(end, set())
        back = self._links.setdefault(end, {}).setdefault(start, set())
        if any(one.key not in known for one in wanted):
            is_primary = any(one.key not in known and self._single_of(one) is not None for one in wanted)
            steps.append(Step(start, end, removed=False, is_primary=is_primary))
        known.update(one.key for one in wanted)
        back.update(one.back for one in wanted)
        return steps

    def remove(self, start: End, end: End) -> list[Step]:
        """Takes the whole association away; nothing when there was none."""
        self._links.get(end, {}).pop(start, None)
        gone = self._links.get(start, {}).pop(end, None)
        return [] if gone is None else [Step(start, end, removed=True, is_primary=False)]

    def remove_types(self, start: End, end: End, types: Iterable[AssociationType]) -> list[Step]:
        """Takes labels away; the unlabelled association stays."""
        labels = [one for one in types if not one.is_unlabelled]
        return [step for one in labels for step in self._without(start, end, one)]

    def of(self, start: End, to_type: str) -> list[tuple[int, list[AssociationType]]]:
        """(record id, its types) of live records, by id."""
        ends = self._links.get(start, {})
        found = [(end, keys) for end, keys in ends.items() if end[0] == to_type and self._is_live(end)]
        return [
            (end[1], sorted((self.types.found(start[0], to_type, key) for key in keys), key=lambda one: one.key))
            for end, keys in sorted(found)
        ]

    def count(self, start: End, to_type: str) -> int:
        """How many live records of that type there are."""
        return sum(end[0] == to_type and self._is_live(end) for end in self._links.get(start, {}))

    def neighbours(self, start: End) -> list[End]:
        return list(self._links.get(start, {}))

    def the_one(self, start: End, to_type: str) -> int | None:
        """The record at the end of the association of which there can be one only (primary company, parent)."""
        for number, types in self.of(start, to_type):
            if any(one.single for one in types):
                return number
        return None

    def move(self, type_id: str, losers: Iterable[int], survivor: int) -> None:
        """A merge: the survivor takes over associations. Of two primary companies, the first loser's counts."""
        for loser in losers:
            for end in self.neighbours((type_id, loser)):
                keys = self._links[type_id, loser][end]
                self.remove((type_id, loser), end)
                if end != (type_id, survivor):
                    self._take_over((type_id, survivor), end, keys)

    def _take_over(self, start: End, end: End, keys: Iterable[TypeKey]) -> None:
        for key in sorted(keys):
            one = self.types.found(start[0], end[0], key)
            if one.single and self.the_one(start, end[0]) is not None:
                one = self.types.unlabelled(start[0], end[0])
            with suppress(ValidationError):  # a parent that would now be its own ancestor
                self.add(start, end, one)

    def _wanted(self, start: End, end: End, asked: AssociationType) -> list[AssociationType]:
        wanted = [self.types.unlabelled(start[0], end[0])]
        if not asked.is_unlabelled:
            wanted.append(asked)
        primary = self.types.primary(start[0], end[0])
        if primary is not None and self._portal.settings.first_company_is_primary:
            holder, far = _along(primary, start, end)
            if self.the_one(holder, far[0]) is None:
                wanted.append(self._towards(start, end, primary))
        return list(dict.fromkeys(wanted))

    def _towards(self, start: End, end: End, one: AssociationType) -> AssociationType:
        """The type, or its way back, whichever leads from the start to the end."""
        return one if one.start == start[0] else self.types.found(start[0], end[0], one.back)

    def _displaced(self, start: End, end: End, one: AssociationType) -> list[Step]:
        """What a new primary company, or a new parent, takes the place of."""
        single = self._single_of(one)
        if single is None:
            return []
        holder, far = (start, end) if single is one else (end, start)
        self._refuse_cycle(holder, far, single)
        before = [other for other in self.neighbours(holder) if other != far and other[0] == far[0]]
        return [step for other in before for step in self._without(holder, other, single)]

    def _single_of(self, one: AssociationType) -> AssociationType | None:
        """The direction of this type in which a record has one at most."""
        if one.single:
            return one
        back = self.types.found(one.end, one.start, one.back)
        return back if back.single else None

    def _refuse_too_many(self, start: End, end: End, wanted: Iterable[AssociationType]) -> None:
        if not self.limits:
            return
        for there in wanted:
            back = self.types.found(end[0], start[0], there.back)
            for one, near, far in ((there, start, end), (back, end, start)):
                most = self.limits.get(one)
                held = {number for number, types in self.of(near, far[0]) if one in types} - {far[1]}
                if most is not None and len(held) >= most:
                    raise ValidationError(f"{near[1]} may have at most {most} associations of type {one.key.number}")

    def _refuse_cycle(self, child: End, parent: End, single: AssociationType) -> None:
        if single.start != single.end:
            return
        for ancestor in self._line(parent):
            if ancestor == child:
                raise ValidationError("A company cannot be its own parent company, nor the parent of an ancestor")

    def _line(self, start: End) -> Iterator[End]:
        yield start
        parent = self.the_one(start, start[0])
        if parent is not None:
            yield from self._line((start[0], parent))

    def _without(self, start: End, end: End, one: AssociationType) -> list[Step]:
        keys = self._links.get(start, {}).get(end, set())
        if one.key not in keys:
            return []
        keys.discard(one.key)
        self._links[end][start].discard(one.back)
        return [Step(start, end, removed=True, is_primary=self._single_of(one) is not None)]

    def _is_live(self, end: End) -> bool:
        record = self._portal.store(end[0]).records.get(end[1])
        return record is not None and not record.archived


def _along(one: AssociationType, start: End, end: End) -> tuple[End, End]:
    return (start, end) if one.start == start[0] else (end, start)
