"""Activities arrive once, and are with the same people on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from crmsync.core.hubspot_object_types import STANDARD_TYPES
from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.record import RecordRef, Side, Value
from crmsync.core.reference import Reference
from crmsync.core.side_state import rests

from sandbox.simulation.activities import FORM, KINDS, Form
from sandbox.simulation.invariants.named_twice import named_twice
from sandbox.simulation.invariants.state import State
from sandbox.simulation.notes import NOTE
from sandbox.simulation.people import known_of

WHO, WHAT, ABOUT, PERSON, LEAD = "WhoId", "WhatId", "associated_record", "associated_person", "00Q"
WINS_ALWAYS = {Rule.ALWAYS_HUBSPOT: Side.HUBSPOT, Rule.ALWAYS_SALESFORCE: Side.SALESFORCE}


def doubled_activities(state: State) -> Iterator[str]:
    """By subject, since people give each one of its own."""
    if not state.world.activities.ways:
        return
    yield from named_twice({Side.HUBSPOT: _in_hubspot(state), Side.SALESFORCE: _in_salesforce(state)})


def _in_hubspot(state: State) -> list[str]:
    found: list[str] = []
    for activity, kind in KINDS.items():
        path = f"/crm/v3/objects/{STANDARD_TYPES[activity].plural}?limit=100&properties={kind.subject}"
        answer = state.world.crms.hubspot_user.send("GET", path).json()
        found.extend(str(one["properties"][kind.subject]) for one in answer["results"])
    return [subject for subject in found if subject in state.world.activities.named]


def _in_salesforce(state: State) -> list[str]:
    found: list[str] = []
    for object_type in sorted({kind.object_type for kind in KINDS.values()}):
        soql = quote_plus(f"SELECT Subject FROM {object_type} WHERE Subject LIKE 'Activity %'")
        answer = state.world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()
        found.extend(str(row["Subject"]) for row in answer["records"])
    return found


def lost_activities(state: State) -> Iterator[str]:
    """What people logged and is still there has a link, if its type crosses from there and they left it at that."""
    activities, retyped = state.world.activities, state.world.notes.retyped
    links = state.world.product.links.find([ref for _, ref in activities.named.values()])
    for subject, (activity, ref) in activities.named.items():
        may_come = activities.crosses(activity, ref.side) and ref not in retyped and not state.parts_parked(ref)
        if may_come and ref not in links and is_there(activity, ref, state):
            yield f"{subject} ({ref.key}) never came to {ref.side.other}"


def is_there(activity: str, ref: RecordRef, state: State) -> bool:
    crms = state.world.crms
    if ref.side is Side.HUBSPOT:
        return crms.hubspot_user.show(ref.id, [], STANDARD_TYPES[activity].plural) is not None
    return crms.salesforce_user.show(ref.object_type, ref.id) is not None


def other_company(state: State) -> Iterator[str]:
    """Whom and what Salesforce names is among what HubSpot names, and Salesforce names one where it can; unless the
    round that makes up for a lost event waits for calls that nobody has.
    """
    if state.world.deliveries.has_lost_association and _round_waits(state):
        return
    for link in state.organisations:
        if link.hubspot.object_type not in {*KINDS, NOTE} or rests(link.states):
            continue
        if all(state.record(link.ref(side)) is not None for side in Side):
            for mapping in state.pair_of(link).mappings:
                is_parked = state.parts_parked(link.hubspot) & {mapping.hubspot, WHOLE_RECORD}
                if mapping.reference is not None and not is_parked:
                    yield from _of_activity(link, mapping, mapping.reference, state)


def _round_waits(state: State) -> bool:
    answer = state.world.product.reconciles.command("status")
    return bool(answer["ok"]) and answer["result"]["waiting"] == "quota"


def _of_activity(link: Link, mapping: FieldMapping, reference: Reference, state: State) -> Iterator[str]:
    record = state.record(link.salesforce)
    values = record.values if record is not None else {}
    named = reference.ref(Side.SALESFORCE, values.get(mapping.salesforce[link.salesforce.object_type]))
    here = {ref for target in reference.targets for ref in _associated(link.hubspot, target.hubspot_type, state)}
    links = state.world.product.links.find(sorted(here | {named} if named is not None else here))
    usable = {ref: one for ref, one in links.items() if _is_usable(one, reference, state)}
    what = f"{link.hubspot.key} ~ {link.salesforce.key}: {mapping.hubspot}"
    can_be = sorted(
        one.salesforce.key for ref, one in usable.items() if ref in here and not _waits(mapping, values, one)
    )
    if named is None and can_be and not _was_kept(link, mapping):
        yield f"{what} is nobody there, {can_be} here"
    waits = here and not can_be and (mapping.rule is Rule.ALWAYS_HUBSPOT or _is_news(link, mapping, reference, here))
    was_kept = not here and _was_kept(link, mapping)
    if named in usable and usable[named].hubspot not in here and not waits and not was_kept:
        yield f"{what} is {named.key} there, {sorted(one.key for one in here)} here"


def _waits(mapping: FieldMapping, values: Mapping[str, Value], one: Link) -> bool:
    """Salesforce lets no activity of a lead be about another record: whichever of the two comes second waits."""
    if mapping.hubspot == ABOUT:
        return str(values.get(WHO)).startswith(LEAD)
    return mapping.hubspot == PERSON and bool(values.get(WHAT)) and one.salesforce.id.startswith(LEAD)


def _was_kept(link: Link, mapping: FieldMapping) -> bool:
    """Whether the side that always wins named nobody at their first link, which clears nothing; see `merge_field`."""
    before = link.base.get(mapping.hubspot)
    if before is None or mapping.rule not in WINS_ALWAYS:
        return False
    winner = WINS_ALWAYS[mapping.rule]
    return before.of(winner) is None and before.of(winner.other) is not None


def _is_news(link: Link, mapping: FieldMapping, reference: Reference, here: set[RecordRef]) -> bool:
    """Whether HubSpot named these after the last that both agreed on: if that was later, it waits for one of them."""
    before = link.base.get(mapping.hubspot)
    return before is None or before.hubspot not in {reference.named(one) for one in here}


def _associated(ref: RecordRef, to_type: str, state: State) -> set[RecordRef]:
    found = state.world.product.plain_crms.hubspot().associated([ref], to_type)[ref]
    return {one.ref for one in found} if isinstance(found, tuple) else set()


def _is_usable(link: Link, reference: Reference, state: State) -> bool:
    is_there = all(state.record(link.ref(side)) is not None for side in Side)
    return is_there and not rests(link.states) and reference.can_name(link)


def untrue_forms(state: State) -> Iterator[str]:
    """Salesforce was told of no form twice, and of the last one of each person that is in both CRMs. The survivor of a
    merge has the form of either: its person in Salesforce is told of what the other's knows already.
    """
    forms = state.world.activities.forms
    if not forms:
        return
    soql = quote_plus("SELECT Subject FROM Task WHERE Subject LIKE 'Form submitted: %'")
    answer = state.world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()
    told = Counter(str(row["Subject"]).removeprefix("Form submitted: ") for row in answer["records"])
    merged = {name for name, form in forms.items() if form.contact in state.world.people.merged}
    yield from (f"{name} was told {count} times" for name, count in told.items() if count > 1 and name not in merged)
    if state.world.activities.ways.get(FORM, "off") == "off":
        yield from (f"{name} was told although that is off" for name in told)
        return
    last = {form.contact: name for name, form in forms.items()}
    yield from (f"{name} was not told" for name in last.values() if name not in told and _is_due(forms[name], state))


def _is_due(form: Form, state: State) -> bool:
    """Of people who were deleted or merged, their tasks went elsewhere: also of the one in Salesforce whose place
    another one with the address took since.
    """
    ref = RecordRef(*form.contact)
    link = state.link_of.get(ref)
    if link is None or not form.is_expected or rests(link.states) or ref in state.outsiders:
        return False
    people = state.world.people
    touched = people.merged | people.restored | {*people.deleted}
    ends = {known_of(link.hubspot), known_of(link.salesforce), form.person}
    is_there = link.hubspot in state.records and link.salesforce in state.records
    return is_there and not ends & touched and not state.parts_parked(ref)
