"""The product creates nobody twice, and nobody who was there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

from crmsync.core.record import Millis, Side

from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.times import parse_datetime
from sandbox.simulation.invariants.state import State
from sandbox.simulation.world import World

ONE_CALL: Millis = 20_000
"""Between the look for a person and the creation there may be a timeout; who appears meanwhile cannot be seen."""

INTEGRATION = SalesforceSettings().integration_username


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    created_at: Millis
    is_ours: bool


def duplicates(state: State) -> Iterator[str]:
    """In Salesforce: HubSpot itself refuses a second contact with one address."""
    restored = {known.id for known in state.world.people.restored}
    away = restored | set(_renamed(state))
    people: dict[str, list[_Person]] = defaultdict(list)
    for object_type in ("Lead", "Contact"):
        for email, person in _people(state.world, object_type):
            people[email].append(person)
    for email, found in people.items():
        ours = [person for person in found if person.is_ours]
        if len([person for person in ours if person.id not in restored]) > 1:
            yield f"{email} was created {len(ours)} times in Salesforce"
        for person in ours:
            if any(other.created_at < person.created_at - ONE_CALL and other.id not in away for other in found):
                yield f"{person.id} was created although {email} was there"


def _renamed(state: State) -> Iterator[str]:
    """Whom a merge in HubSpot gave another address."""
    merged = {known.id for known in state.world.people.merged if known.side is Side.HUBSPOT}
    yield from (link.salesforce.id for link in state.links if link.hubspot.id in merged)


def _people(world: World, object_type: str) -> Iterator[tuple[str, _Person]]:
    fields = "Id, Email, CreatedDate, CreatedBy.Username"
    soql = f"SELECT {fields} FROM {object_type} WHERE Email LIKE 'person%@example.org'"
    soql += " AND IsConverted = false" if object_type == "Lead" else ""
    answer = world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={quote_plus(soql)}")
    for row in answer.json()["records"]:
        is_ours = row["CreatedBy"]["Username"] == INTEGRATION
        yield str(row["Email"]), _Person(str(row["Id"]), parse_datetime(row["CreatedDate"]), is_ours)
