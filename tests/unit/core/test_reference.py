"""A reference of several pairs: what its values name on either side."""

from crmsync.core.pairs.task import HUBSPOT_TASK
from crmsync.core.record import RecordRef, Side
from crmsync.core.reference import Reference

EVERY = {"contact", "company", "deal", "ticket"}
HUBSPOT, SALESFORCE = Side.HUBSPOT, Side.SALESFORCE


def _reference(field: str, pairs: set[str]) -> Reference | None:
    found = (one for one in HUBSPOT_TASK.defaults(pairs) if one.salesforce.get("Task") == field)
    return next((one.reference for one in found), None)


def test_salesforces_ids_tell_the_object() -> None:
    about = _reference("WhatId", EVERY)
    assert about is not None
    assert about.ref(SALESFORCE, "006000000000001AAA") == RecordRef(SALESFORCE, "Opportunity", "006000000000001AAA")
    assert about.ref(SALESFORCE, "001000000000001AAA") == RecordRef(SALESFORCE, "Account", "001000000000001AAA")
    assert about.ref(SALESFORCE, "701000000000001AAA") is None
    assert about.ref(SALESFORCE, None) is None


def test_hubspots_values_tell_the_object_beside_the_id() -> None:
    about = _reference("WhatId", EVERY)
    assert about is not None
    company = RecordRef(HUBSPOT, "company", "7")
    assert about.named(company) == "company:7"
    assert about.ref(HUBSPOT, "company:7") == company
    assert about.ref(HUBSPOT, "campaign:7") is None


def test_a_deal_counts_before_a_company_and_the_older_record_before_the_younger() -> None:
    about = _reference("WhatId", EVERY)
    assert about is not None
    assert sorted(["company:3", "deal:20", "ticket:1", "deal:9"], key=about.rank) == [
        "deal:9",
        "deal:20",
        "ticket:1",
        "company:3",
    ]


def test_only_pairs_that_are_switched_on_are_named() -> None:
    about = _reference("WhatId", {"contact", "company"})
    assert about is not None
    assert about.ref(HUBSPOT, "company:7") == RecordRef(HUBSPOT, "company", "7")
    assert about.ref(HUBSPOT, "deal:7") is None
    assert _reference("WhatId", {"contact"}) is None


def test_a_person_is_a_contact_or_a_lead() -> None:
    person = _reference("WhoId", EVERY)
    assert person is not None
    assert person.ref(SALESFORCE, "00Q000000000001AAA") == RecordRef(SALESFORCE, "Lead", "00Q000000000001AAA")
    assert person.ref(HUBSPOT, "contact:7") == RecordRef(HUBSPOT, "contact", "7")
