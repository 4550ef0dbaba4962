"""What one person does at one moment: creates, edits, deletes, takes back, merges, converts."""

from __future__ import annotations

from collections.abc import Callable

from crmsync.core.record import Side

from sandbox.simulation.opt_outs import opt_out
from sandbox.simulation.owners import change_owner
from sandbox.simulation.people import Known, People
from sandbox.simulation.weighted import do_one_of


def act(people: People, now: int) -> None:
    """One action of one person somewhere."""
    if not people.records:
        people.create_somebody(now)
        return
    do_one_of(people.rng, ACTIONS, people, now)


def _create(people: People, now: int) -> None:
    people.create_somebody(now)


def _edit(people: People, now: int) -> None:
    people.edit(now, people.choose())


def _delete(people: People, _: int) -> None:
    people.delete(people.rng.choice(people.records))


def _restore(people: People, _: int) -> None:
    """From Salesforce's recycle bin."""
    candidates = [known for known in people.deleted if known.side is Side.SALESFORCE]
    if candidates:
        known = people.rng.choice(candidates)
        people.deleted.remove(known)
        if people.salesforce.restore(known.id):
            people.records.append(known)
            people.restored.add(known)


def _merge(people: People, _: int) -> None:
    """Two records of one kind; the first one's values go before."""
    first = people.rng.choice(people.records)
    others = [known for known in people.records if known[:2] == first[:2] and known != first]
    if not others:
        return
    second = people.rng.choice(others)
    if first.side is Side.SALESFORCE:
        _merge_in_salesforce(people, first, second)
    else:
        _merge_in_hubspot(people, first, second)


def _merge_in_salesforce(people: People, master: Known, loser: Known) -> None:
    if people.salesforce.merge(master.object_type, master.id, loser.id):
        people.records.remove(loser)
        people.merged |= {master, loser}


def _merge_in_hubspot(people: People, first: Known, second: Known) -> None:
    merged = people.hubspot.merge(first.id, second.id)
    if merged is not None:
        survivor = Known(Side.HUBSPOT, "contact", merged)
        people.records = [known for known in people.records if known not in {first, second}]
        people.merged |= {first, second, survivor}
        people.learn(survivor)


def _convert(people: People, _: int) -> None:
    """A lead becomes a contact of a new account."""
    leads = [known for known in people.records if known.object_type == "Lead"]
    lead = people.rng.choice(leads) if leads else None
    contact_id = people.salesforce.convert(lead.id) if lead else None
    if lead and contact_id:
        people.records.remove(lead)
        contact = Known(Side.SALESFORCE, "Contact", contact_id)
        people.learn(contact)
        people.created.append(contact)


Action = Callable[[People, int], None]

ACTIONS: dict[Action, int] = {
    _create: 15,
    _delete: 3,
    _restore: 1,
    _merge: 1,
    _convert: 1,
    opt_out: 3,
    change_owner: 5,
    _edit: 71,
}
"""With how often each is done in a hundred actions."""
