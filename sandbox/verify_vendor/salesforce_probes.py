"""What crmsync relies on at Salesforce."""

from __future__ import annotations

from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.core.failure import Failure, Written
from crmsync.core.record import Gone, Record, RecordUpdate, Value
from crmsync.ports.crm import Look

from sandbox.verify_vendor.probe import Facts, Probe, shown
from sandbox.verify_vendor.site import Site

Org = Site[SalesforceCrm]

CONTACT, LEAD = "Contact", "Lead"
NOBODY = "003000000000001AAA"
SCHEMA_FIELDS = ("Email", "Phone", "LastName", "Title", "MailingStreet", "OwnerId", "SystemModstamp")


def creation(org: Org) -> Facts:
    contact, lead = org.create(
        (CONTACT, {"LastName": f"One {org.tag}", "Email": org.address("contact")}),
        (LEAD, {"LastName": f"Two {org.tag}", "Company": "Probe", "Email": org.address("lead")}),
    )
    return {"contact": _shown_id(contact), "lead": _shown_id(lead)}


def _shown_id(outcome: Written | Failure) -> str:
    return f"{outcome.id[:3]}, {len(outcome.id)} characters" if isinstance(outcome, Written) else shown(outcome)


def second_creation(org: Org) -> Facts:
    values: dict[str, Value] = {
        "FirstName": "Ada",
        "LastName": f"Twice {org.tag}",
        "Email": org.address("twice"),
    }
    first = org.made(CONTACT, **values)
    (outcome,) = org.create((CONTACT, values))
    names_it = isinstance(outcome, Failure) and outcome.existing_id == first.id
    return {"outcome": shown(outcome), "names the existing contact": names_it}


def collection_order(org: Org) -> Facts:
    outcomes = org.create(
        (CONTACT, {"LastName": f"First {org.tag}", "Email": org.address("first")}),
        (CONTACT, {"Email": org.address("second")}),
        (LEAD, {"LastName": f"Third {org.tag}", "Company": "Probe", "Email": org.address("third")}),
        (CONTACT, {"LastName": f"Fourth {org.tag}", "Email": "no address"}),
        (CONTACT, {"LastName": "x" * 81, "Email": org.address("fifth")}),
        (CONTACT, {"LastName": f"Sixth {org.tag}", "Email": org.address("sixth")}),
    )
    names = ("contact", "no last name", "lead", "invalid address", "too long text", "last row")
    return {name: shown(outcome) for name, outcome in zip(names, outcomes, strict=True)}


def written_values(org: Org) -> Facts:
    one = org.made(
        CONTACT,
        LastName=f"  Values {org.tag}  ",
        Email=org.address("Mixed-Case").replace("example", "EXAMPLE"),
        FirstName="Love  lace",
        Title="",
        Phone="+1 (415) 555-0100",
    )
    values = org.values(one)
    return {name: repr(values.get(name)) for name in org.fields[CONTACT]} | {
        "LastName is trimmed": values.get("LastName") == f"Values {org.tag}",
        "Email is in small letters": values.get("Email") == org.address("mixed-case"),
    }


def clearing(org: Org) -> Facts:
    one = org.made(CONTACT, LastName=f"Clear {org.tag}", Email=org.address("clear"), Title="Countess")
    title, name = (
        org.crm.update([RecordUpdate(one, {"Title": None})]),
        org.crm.update([RecordUpdate(one, {"LastName": None})]),
    )
    return {"title": shown(title[0]), "value": repr(org.values(one).get("Title")), "required last name": shown(name[0])}


def bad_rows(org: Org) -> Facts:
    refs = [org.made(CONTACT, LastName=f"Row{i} {org.tag}", Email=org.address(f"row{i}")) for i in range(5)]
    writes: tuple[dict[str, Value], ...] = (
        {"Title": "A"},
        {"NoSuchFieldOfCrmsync__c": "x"},
        {"Email": "no address"},
        {"Title": "x" * 129},
        {"HasOptedOutOfEmail": "perhaps"},
    )
    outcomes = org.crm.update([RecordUpdate(ref, write) for ref, write in zip(refs, writes, strict=True)])
    names = ("good row", "unknown field", "invalid address", "too long text", "text for a checkbox")
    facts: dict[str, object] = {name: shown(outcome) for name, outcome in zip(names, outcomes, strict=True)}
    return facts | {"good row's value": org.values(refs[0]).get("Title")}


def same_record_twice(org: Org) -> Facts:
    one = org.made(CONTACT, LastName=f"Again {org.tag}", Email=org.address("again"))
    outcomes = org.crm.update([RecordUpdate(one, {"Title": "A"}), RecordUpdate(one, {"Phone": "1"})])
    return {"outcomes": [shown(outcome) for outcome in outcomes]}


def unknown_id(org: Org) -> Facts:
    nobody = org.ref(CONTACT, NOBODY)
    (outcome,) = org.crm.update([RecordUpdate(nobody, {"Title": "x"})])
    return {"read": type(org.read(nobody)).__name__, "update": shown(outcome)}


def deleted(org: Org) -> Facts:
    address = org.address("deleted")
    one = org.made(CONTACT, LastName=f"Deleted {org.tag}", Email=address)
    taken = org.delete([one])
    (outcome,) = org.crm.update([RecordUpdate(one, {"Title": "x"})])
    return {
        "deletion": taken,
        "read": org.read(one) == Gone(one),
        "found by address": bool(org.matches(address)),
        "update": shown(outcome),
    }


def composite_read(org: Org) -> Facts:
    contact = org.made(CONTACT, LastName=f"Contact {org.tag}", Email=org.address("find").upper())
    lead = org.made(LEAD, LastName=f"Lead {org.tag}", Company="Probe", Email=org.address("lead"))
    address, absent = org.address("find"), org.address("absent")
    seen = org.crm.look(Look((contact, lead), (address, org.address("lead"), absent), org.fields))
    return {
        "by id": all(isinstance(seen.records[ref], Record) for ref in (contact, lead)),
        "written in capitals, asked in small letters": [one.ref for one in seen.matches[address]] == [contact],
        "lead by address": [one.ref for one in seen.matches[org.address("lead")]] == [lead],
        "nobody's": len(seen.matches[absent]),
    }


def times(org: Org) -> Facts:
    one = org.read(org.made(CONTACT, LastName=f"Time {org.tag}", Email=org.address("time")))
    return {"whole seconds": isinstance(one, Record) and one.modified_at % 1000 == 0}


def poll(org: Org) -> Facts:
    contact = org.made(CONTACT, LastName=f"Poll {org.tag}", Email=org.address("poll"))
    lead = org.made(LEAD, LastName=f"Poll lead {org.tag}", Company="Probe", Email=org.address("poll-lead"))
    return {"shows the contact": org.is_polled(contact), "shows the lead": org.is_polled(lead)}


def schema(org: Org) -> Facts:
    fields = org.crm.schema(CONTACT)
    return {
        name: f"{fields[name].kind} writable={fields[name].writable} length={fields[name].max_length}"
        for name in SCHEMA_FIELDS
        if name in fields
    }


def usage(org: Org) -> Facts:
    used, limit = org.crm.daily_usage()
    return {"figures": 0 <= used <= limit, "Sforce-Limit-Info on answers": org.crm.last_usage is not None}


PROBES = (
    Probe("creation", creation),
    Probe("second creation with one e-mail", second_creation),
    Probe("collection", collection_order),
    Probe("values as read again", written_values),
    Probe("clearing", clearing),
    Probe("bad rows of a collection", bad_rows),
    Probe("one record twice in a collection", same_record_twice),
    Probe("unknown id", unknown_id),
    Probe("deleted contact", deleted),
    Probe("composite read", composite_read),
    Probe("times", times),
    Probe("poll", poll),
    Probe("schema", schema),
    Probe("daily usage", usage),
)
