"""In some seeds what is no person is deleted, taken back and merged, and its deletions cross. Dice of its own, so that
the rest of a seed stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Protocol

from crmsync.core.hubspot_object_types import STANDARD_TYPES
from crmsync.core.record import Millis, Side

from sandbox.simulation.people import Known
from sandbox.simulation.weighted import do_one_of

USED = 0.3
CROSSING = 0.4
"""The share of those in which the deletions of a side cross, by pair."""

ACTIONS = (4, 12)
MERGED = {"company": "name", "deal": "dealname", "ticket": "subject", "Account": "Name", "Case": "Subject"}
"""What people can merge, and what they call it by; also pets, whose type has another id in each portal."""

ACCOUNT = "Account"
OF_ACCOUNT = ("Contact", "Opportunity", "Case")
"""What Salesforce would delete along with an account, or lets nobody delete it for."""

if TYPE_CHECKING:
    from sandbox.simulation.world import World


class Kind(Protocol):
    """The records of one kind that people see, and the settings of their pair."""

    @property
    def known(self) -> list[Known]: ...

    @property
    def settings(self) -> dict[str, object]: ...


class Endings:
    """`own` are the kinds whose records end, `crossing` those whose deletions may take the other record along."""

    def __init__(self, dice: str, world: World, own: Sequence[Kind], crossing: Sequence[Kind]) -> None:
        self._rng = Random(dice)
        self._world, self._own, self._crossing = world, own, crossing
        self._binned: list[Known] = []
        self._merged: set[Known] = set()
        self._is_used = self._rng.random() < USED
        if self._is_used:
            self._choose()

    @classmethod
    def of_most(cls, seed: int, world: World) -> Endings:
        crossing = (world.deals, world.tickets, world.activities)
        own = (world.companies, world.deals, world.tickets, world.activities)
        endings = cls(f"{seed}/endings", world, own, crossing)
        endings._choose_companies()
        return endings

    @classmethod
    def of_the_rest(cls, seed: int, world: World) -> Endings:
        """Custom objects and notes. The deletions of notes cross as those of tasks do."""
        return cls(f"{seed}/endings of the rest", world, (world.pets, world.notes), (world.pets,))

    def _choose(self) -> None:
        for one in self._crossing:
            crossing: dict[str, object] = {
                f"on_{side}_delete": "delete" for side in Side if self._rng.random() < CROSSING
            }
            one.settings.update(crossing)

    def _choose_companies(self) -> None:
        """A company that is deleted takes no account along, which would take its people along."""
        if self._is_used and self._rng.random() < CROSSING:
            self._world.companies.settings["on_salesforce_delete"] = "delete"

    def plan(self, until: Millis) -> None:
        if self._is_used:
            self._world.scheduler.scatter(self._rng.randint(*ACTIONS), until, self._rng, self._act)

    def _act(self) -> None:
        do_one_of(self._rng, {self._delete: 5, self._restore: 3, self._merge: 3})

    def _known(self) -> list[Known]:
        away = {*self._binned, *self._merged}
        return [known for own in self._own for known in own.known if known.id and known not in away]

    def _delete(self) -> None:
        candidates = self._known()
        known = self._rng.choice(candidates) if candidates else None
        if known is None or (known.object_type == ACCOUNT and self._has_children(known)):
            return
        self._end(known)
        crms = self._world.crms
        if known.side is Side.HUBSPOT:
            crms.hubspot_user.delete(known.id, _path(known))
        else:
            crms.salesforce_user.delete(known.object_type, known.id)

    def _end(self, known: Known) -> None:
        self._binned.append(known)
        self._world.ended.add(known)

    def _has_children(self, account: Known) -> bool:
        """Also where nobody can tell, since the org's calls are used up."""
        for kind in OF_ACCOUNT:
            soql = f"SELECT+Id+FROM+{kind}+WHERE+AccountId%3D'{account.id}'"
            answer = self._world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}")
            if answer.status != 200 or answer.json()["records"]:
                return True
        return False

    def _restore(self) -> None:
        if not self._binned:
            return
        known, crms = self._rng.choice(self._binned), self._world.crms
        if known.side is Side.HUBSPOT:
            body = {"id": known.id, "object": _path(known)}
            is_back = crms.hubspot_user.send("POST", "/__sim__/restore", body).status == 200
        else:
            is_back = crms.salesforce_user.restore(known.id)
        if is_back:
            self._binned.remove(known)

    def _merge(self) -> None:
        """Two records of one kind; the first one's values go before."""
        first = self._one([known for known in self._known() if self._naming(known)])
        others = [one for one in self._known() if first and one[:2] == first[:2] and one != first]
        second = self._one(others)
        if first is None or second is None:
            return
        names = [name for one in (first, second) if (name := self._name(one))]
        self._world.ended |= {first, second}
        self._merged.add(second)
        if first.side is Side.HUBSPOT:
            self._merged.add(first)  # its survivor may bear another id
        if self._is_merged(first, second):
            self._world.merged.update(names)

    def _is_merged(self, first: Known, second: Known) -> bool:
        crms = self._world.crms
        if first.side is Side.SALESFORCE:
            return crms.salesforce_user.merge(first.object_type, first.id, second.id)
        return crms.hubspot_user.merge(first.id, second.id, _path(first)) is not None

    def _name(self, known: Known) -> str | None:
        crms, field = self._world.crms, self._naming(known)
        if known.side is Side.HUBSPOT:
            shown = crms.hubspot_user.show(known.id, [field], _path(known))
        else:
            shown = crms.salesforce_user.show(known.object_type, known.id)
        value = (shown or {}).get(field)
        return str(value) if value is not None else None

    def _naming(self, known: Known) -> str:
        """Empty for what nobody can merge."""
        is_pet = known.side is Side.HUBSPOT and known.object_type == self._world.pets.object_type
        return "pet_name" if is_pet else MERGED.get(known.object_type, "")

    def _one(self, candidates: list[Known]) -> Known | None:
        return self._rng.choice(candidates) if candidates else None


def _path(known: Known) -> str:
    """Of a HubSpot record's type; that of a custom object is its id."""
    standard = STANDARD_TYPES.get(known.object_type)
    return standard.plural if standard is not None else known.object_type
