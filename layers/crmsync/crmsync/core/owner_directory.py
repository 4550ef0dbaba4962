"""Who is who: HubSpot's owners and Salesforce's users, matched by e-mail address.

The match is made once for all people, when the lists are read. What is kept are ids alone, so that thousands of people
fit one item, and no name or address is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.record import Side, Value

OWNER = "hubspot_owner_id"
"""The mapping of a record's owner."""

QUEUE_PREFIX = "00G"
"""Salesforce's ids of queues, which may own leads."""

NOBODY = ""


class Person(NamedTuple):
    """An owner of HubSpot or a user of Salesforce, as the CRM's list tells of them."""

    id: str
    email: str
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class OwnerDirectory:
    """`users` has the Salesforce user of each HubSpot owner, `owners` the HubSpot owner of each Salesforce user;
    NOBODY where the other side has none that is active.
    """

    users: Mapping[str, str]
    owners: Mapping[str, str]

    def knows(self, side: Side, person_id: Value) -> bool:
        """Whether it was found out who that is on the other side, if anybody. Blank and queues need no list."""
        if person_id is None or is_queue(person_id):
            return True
        return person_id in (self.users if side is Side.HUBSPOT else self.owners)

    def user_of(self, owner_id: Value) -> str | None:
        """The active Salesforce user of a HubSpot owner."""
        return self.users.get(str(owner_id)) or None

    def owner_of(self, user_id: Value) -> str | None:
        """The HubSpot owner of an active Salesforce user."""
        return self.owners.get(str(user_id)) or None


def is_queue(user_id: Value) -> bool:
    return str(user_id).startswith(QUEUE_PREFIX)


def match_people(owners: Sequence[Person], users: Sequence[Person], asked_for: Iterable[str] = ()) -> OwnerDirectory:
    """`asked_for` are ids of either side that must be known afterwards, be it as nobody's."""
    active = _by_address(user for user in users if user.is_active)
    by_address = _by_address(owners)
    matched_users = {owner.id: _user_for(owner, active.get(_address(owner), ())) for owner in owners}
    matched_owners = {user.id: _owner_for(user, by_address.get(_address(user), ())) for user in users}
    for person_id in set(asked_for) - {*matched_users, *matched_owners}:
        (matched_users if person_id.isdecimal() else matched_owners)[person_id] = NOBODY
    return OwnerDirectory(matched_users, matched_owners)


def _by_address(people: Iterable[Person]) -> Mapping[str, Sequence[Person]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.email:
            found[_address(person)].append(person)
    return found


def _address(person: Person) -> str:
    return person.email.strip().lower()


def _user_for(owner: Person, candidates: Sequence[Person]) -> str:
    """Of several active users with the address, the one that bears the owner's name; none when that is not one."""
    if len(candidates) > 1:
        candidates = [user for user in candidates if _name(user) == _name(owner)]
    return candidates[0].id if len(candidates) == 1 else NOBODY


def _owner_for(user: Person, candidates: Sequence[Person]) -> str:
    """HubSpot has an address once; were it otherwise, the oldest owner goes first."""
    ids = [owner.id for owner in candidates] if user.is_active else []
    return min(ids, key=lambda own: (len(own), own), default=NOBODY)


def _name(person: Person) -> str:
    return " ".join(person.name.casefold().split())
