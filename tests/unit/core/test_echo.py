from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.change import Change, ChangeKind, Shown
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.echo import is_echo, is_unmapped
from crmsync.core.link import BaseValue, Entry, Intents, Link, Overwrite, WriteWindow
from crmsync.core.long_value import shorten
from crmsync.core.mapping import Rule
from crmsync.core.overwritten import mark
from crmsync.core.record import Record, RecordRef, Side

HUBSPOT = RecordRef(Side.HUBSPOT, "contact", "1")
SALESFORCE = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")
MAPPINGS = CONTACT_PAIR.mapped("Contact")
LONG = "a" * 3_000
LINK = Link(
    HUBSPOT,
    SALESFORCE,
    base={
        "jobtitle": BaseValue("CEO", "Chief"),
        "email": BaseValue("a@b.example", "a@b.example"),
        "city": BaseValue(None, None),
        "address": BaseValue(shorten(LONG), shorten(LONG)),
    },
    intents=Intents(5, (Entry(Side.HUBSPOT, "jobtitle", "CEO", "CTO", "two_way", "newer"),)),
)


def hubspot(values: Any, kind: Any = ChangeKind.UPDATE, **options: Any) -> Change:
    fields = dict.fromkeys(values or {}, 7)
    return Change(HUBSPOT, kind, 7, "hubspot_webhook", fields=fields, event_values=values, **options)


def salesforce(values: Any, kind: Any = ChangeKind.UPDATE) -> Change:
    return Change(SALESFORCE, kind, 7, "cdc", fields=dict.fromkeys(values, 7), event_values=values)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (hubspot({"jobtitle": " CEO "}), True),
        (hubspot({"jobtitle": "CTO"}), True),
        (hubspot({"jobtitle": "CFO"}), False),
        (hubspot({"jobtitle": "Chief"}), False),
        (hubspot({"city": None}), True),
        (hubspot({"city": ""}), True),
        (hubspot({"city": "Bern"}), False),
        (hubspot({"jobtitle": "CEO", "city": "Bern"}), False),
        (hubspot({"email": "A@B.example", "favourite_colour": "red"}), True),
        (hubspot({"address": LONG}), True),
        (hubspot({"address": LONG + "a"}), False),
        (hubspot({"phone": "1"}), False),
        (hubspot({"favourite_colour": "red"}), True),
        (salesforce({"Title": "Chief"}), True),
        (salesforce({"Title": "CTO"}), False),
        (salesforce({"Title": "Chief", "Department": "x"}), True),
        (salesforce({"Title": "Chief", "MailingCity": None}, ChangeKind.CREATE), True),
        (salesforce({"Title": "Boss", "MailingCity": None}, ChangeKind.CREATE), False),
        (hubspot(None, ChangeKind.CREATE), True),
        (hubspot(None, ChangeKind.LOOK), False),
        (hubspot(None), False),
        (hubspot({"jobtitle": "CEO"}, ChangeKind.DELETE), False),
        (hubspot({"jobtitle": "CEO"}, ChangeKind.LOOK), False),
        (hubspot({"jobtitle": "CEO"}, first_link=True), False),
    ],
)
def test_values_decide(change: Change, expected: Any) -> None:
    assert is_echo(change, LINK, MAPPINGS) is expected


def test_a_field_that_changed_to_what_the_event_does_not_tell_is_no_echo() -> None:
    change = replace(hubspot({"email": "a@b.example"}), fields={"email": 7, "jobtitle": 7})
    assert not is_echo(change, LINK, MAPPINGS)
    assert not is_echo(replace(change, event_values=None), LINK, MAPPINGS)


def test_an_open_intent_of_the_other_side_does_not_count() -> None:
    assert not is_echo(salesforce({"Title": "CTO"}), LINK, MAPPINGS)
    assert not is_echo(hubspot({"jobtitle": "CTO"}), replace(LINK, intents=None), MAPPINGS)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"jobtitle": "CEO", "email": "a@b.example", "city": None}, True),
        ({"jobtitle": "CFO", "email": "a@b.example", "city": None}, False),
        ({"jobtitle": "CEO", "phone": None}, False),
    ],
)
def test_a_page_of_a_poll_counts_with_all_its_values(values: Any, expected: Any) -> None:
    change = hubspot(None, ChangeKind.LOOK, carried=Record(HUBSPOT, values, 7), carried_as_of=8)
    assert is_echo(change, LINK, MAPPINGS) is expected


def test_a_field_that_does_not_sync_is_as_if_unmapped() -> None:
    mappings = [replace(mapping, rule=Rule.DONT_SYNC) for mapping in MAPPINGS]
    assert is_echo(hubspot({"jobtitle": "CFO"}), LINK, mappings)
    assert is_unmapped(hubspot({"jobtitle": "CFO"}), mappings)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (hubspot({"favourite_colour": "red"}), True),
        (hubspot({"jobtitle": "CEO"}), False),
        (hubspot({"favourite_colour": "red"}, ChangeKind.CREATE), False),
        (hubspot(None), False),
        (hubspot({}), True),
        (replace(hubspot(None), fields={"favourite_colour": 7}), True),
        (salesforce({"Department": "x"}), True),
        (salesforce({"MailingCity": "x"}), False),
        (salesforce({"City": "x"}), True),
    ],
)
def test_updates_without_any_mapped_field(change: Change, expected: Any) -> None:
    assert is_unmapped(change, MAPPINGS) is expected


def test_the_names_of_a_record_are_those_of_its_own_object() -> None:
    lead = RecordRef(Side.SALESFORCE, "Lead", "00Q000000000001AAA")
    assert not is_unmapped(replace(salesforce({"City": "x"}), ref=lead), CONTACT_PAIR.mappings)
    assert is_unmapped(replace(salesforce({"Company": "x"}), ref=SALESFORCE), CONTACT_PAIR.mappings)


def test_an_edit_that_our_write_covered_is_not_hidden_by_its_echo() -> None:
    link = replace(LINK, writes=(WriteWindow(Side.HUBSPOT, 1, 9, {"jobtitle": Overwrite(mark("CFO"), mark("CEO"))}),))
    echo = hubspot({"jobtitle": "CEO"})
    assert is_echo(echo, link, MAPPINGS)
    folded = replace(echo, superseded=(Shown("jobtitle", 5, "Boss"),))
    assert not is_echo(folded, link, MAPPINGS)
    assert is_echo(folded, LINK, MAPPINGS)


def test_a_late_event_of_an_earlier_write_of_ours_is_an_echo() -> None:
    window = WriteWindow(Side.HUBSPOT, 1, 9, {"jobtitle": Overwrite(mark("CFO"), mark("COO"))})
    late = hubspot({"jobtitle": "COO"})
    assert is_echo(late, replace(LINK, writes=(window,)), MAPPINGS)
    assert not is_echo(late, LINK, MAPPINGS)
    assert not is_echo(replace(late, fields={"jobtitle": 10}), replace(LINK, writes=(window,)), MAPPINGS)
    assert not is_echo(replace(late, fields={}), replace(LINK, writes=(window,)), MAPPINGS)
