"""What crmsync relies on at HubSpot."""

from __future__ import annotations

from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.core.failure import Failure
from crmsync.core.record import Gone, Record, RecordUpdate
from crmsync.ports.crm import Look

from sandbox.verify_vendor.probe import Facts, Probe, shown
from sandbox.verify_vendor.site import Site

Portal = Site[HubspotCrm]

CONTACT = "contact"
NOBODY = "9999999999999"
SCHEMA_FIELDS = ("email", "firstname", "phone", "website", "lifecyclestage", "hubspot_owner_id", "createdate")


def creation(portal: Portal) -> Facts:
    one = portal.made(CONTACT, email=portal.address("new"), lastname="Probe")
    return {"id is a number": one.id.isdigit(), "lifecycle stage": portal.values(one).get("lifecyclestage")}


def second_creation(portal: Portal) -> Facts:
    person = (CONTACT, {"email": portal.address("twice"), "lastname": "Probe"})
    first = portal.made(CONTACT, **person[1])
    (outcome,) = portal.create(person)
    return {
        "outcome": shown(outcome),
        "names the existing contact": isinstance(outcome, Failure) and outcome.existing_id == first.id,
    }


def written_values(portal: Portal) -> Facts:
    one = portal.made(
        CONTACT,
        email=portal.address("Mixed-Case").replace("example", "EXAMPLE"),
        firstname="  Ada  ",
        lastname="Love  lace",
        phone="+1 (415) 555-0100",
        website="https://example.com/a?b=c",
    )
    values = portal.values(one)
    return {name: repr(values.get(name)) for name in (*portal.fields[CONTACT],)} | {
        "email": values.get("email") == portal.address("mixed-case")
    }


def clearing(portal: Portal) -> Facts:
    one = portal.made(CONTACT, email=portal.address("clear"), jobtitle="Countess")
    (outcome,) = portal.crm.update([RecordUpdate(one, {"jobtitle": None})])
    return {"outcome": shown(outcome), "value": repr(portal.values(one).get("jobtitle"))}


def bad_rows(portal: Portal) -> Facts:
    refs = [portal.made(CONTACT, email=portal.address(f"row{index}")) for index in range(4)]
    writes = (
        {"jobtitle": "A"},
        {"no_such_property_of_crmsync": "x"},
        {"lifecyclestage": "no_such_stage"},
        {"email": "no address"},
    )
    outcomes = portal.crm.update([RecordUpdate(ref, write) for ref, write in zip(refs, writes, strict=True)])
    names = ("good row", "unknown property", "unknown option", "invalid address")
    facts: dict[str, object] = {name: shown(outcome) for name, outcome in zip(names, outcomes, strict=True)}
    return facts | {"good row's value": portal.values(refs[0]).get("jobtitle")}


def unknown_id(portal: Portal) -> Facts:
    nobody = portal.ref(CONTACT, NOBODY)
    (outcome,) = portal.crm.update([RecordUpdate(nobody, {"jobtitle": "x"})])
    return {"read": type(portal.read(nobody)).__name__, "update": shown(outcome)}


def archived(portal: Portal) -> Facts:
    address = portal.address("archived")
    one = portal.made(CONTACT, email=address)
    taken = portal.delete([one])
    (outcome,) = portal.crm.update([RecordUpdate(one, {"jobtitle": "x"})])
    return {
        "archival": taken,
        "read": portal.read(one) == Gone(one),
        "found by address": bool(portal.matches(address)),
        "update": shown(outcome),
    }


def found_by_address(portal: Portal) -> Facts:
    one = portal.made(CONTACT, email=portal.address("find").upper())
    absent = portal.address("absent")
    matches = portal.crm.look(Look((), (portal.address("find"), absent), portal.fields)).matches
    return {
        "written in capitals, asked in small letters": [found.ref for found in matches[portal.address("find")]]
        == [one],
        "nobody's": len(matches[absent]),
    }


def property_times(portal: Portal) -> Facts:
    one = portal.made(CONTACT, email=portal.address("history"), firstname="A")
    portal.crm.update([RecordUpdate(one, {"firstname": "B"})])
    names = ("email", "firstname", "jobtitle")
    times = portal.crm.property_times([one.id], names).get(one.id, {})
    history = portal.crm.property_history([one.id], names).get(one.id, {})
    return {
        "properties with a time": sorted(times),
        "the updated one is later": times.get("firstname", 0) > times.get("email", 0),
        "versions, newest first": [value for _, value in history.get("firstname", ())],
    }


def same_value(portal: Portal) -> Facts:
    one = portal.made(CONTACT, email=portal.address("same"), firstname="A")
    before = portal.read(one)
    portal.crm.update([RecordUpdate(one, {"firstname": "A"})])
    after = portal.read(one)
    if not isinstance(before, Record) or not isinstance(after, Record):
        return {"live": False}
    return {"moves the modification time": after.modified_at > before.modified_at}


def poll(portal: Portal) -> Facts:
    return {"shows the record": portal.is_polled(portal.made(CONTACT, email=portal.address("poll")))}


def schema(portal: Portal) -> Facts:
    fields = portal.crm.schema(CONTACT)
    return {name: f"{fields[name].kind} writable={fields[name].writable}" for name in SCHEMA_FIELDS if name in fields}


def usage(portal: Portal) -> Facts:
    used, limit = portal.crm.daily_usage()
    return {"figures": 0 <= used <= limit}


PROBES = (
    Probe("creation", creation),
    Probe("second creation with one e-mail", second_creation),
    Probe("values as read again", written_values),
    Probe("clearing", clearing),
    Probe("bad rows of a batch", bad_rows),
    Probe("unknown id", unknown_id),
    Probe("archived contact", archived),
    Probe("search by address", found_by_address),
    Probe("property history", property_times),
    Probe("same value written again", same_value),
    Probe("poll", poll),
    Probe("schema", schema),
    Probe("daily usage", usage),
)
