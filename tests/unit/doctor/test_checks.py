"""Each check of `doctor` as rows: what was found, and the verdict."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.configuration import Configuration, GlobalSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.doctor.answers import check_answer, unanswered
from crmsync.core.doctor.check import Check
from crmsync.core.doctor.feed import check_feed
from crmsync.core.doctor.hubspot import check_properties, check_scopes, foreign_properties, missing_properties
from crmsync.core.doctor.salesforce import check_fields, check_person_accounts, check_rights
from crmsync.core.doctor.sync import (
    check_calls,
    check_clocks,
    check_configuration,
    check_connector,
    check_mappings,
    check_parked,
    check_poll,
    check_queues,
    check_switches,
)
from crmsync.core.failure import Consequence, Failure
from crmsync.core.feed_health import FeedHealth
from crmsync.core.hubspot_scopes import scopes_for
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.own_properties import OWN_PROPERTIES
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.permissions import FieldRights, ObjectRights
from crmsync.core.record import Side
from crmsync.core.refusal import Refusal

SCOPES = scopes_for(["contact"])
GRANTED = {scope.name for scope in SCOPES}
KNOWN = {own.name: (own.type, own.field_type) for own in OWN_PROPERTIES}
NOW = 10_000_000_000
MINUTE = 60_000
NUMBER = ("number", "number")
HOUR = 60 * MINUTE
BOTH = FieldRights(createable=True, updateable=True)
ALL = ObjectRights(True, True, True, True, {"Title": BOTH, "LastName": BOTH})
TITLE = FieldMapping("jobtitle", {"Contact": "Title", "Lead": "Title"}, Rule.TWO_WAY)
DOWN = Failure(Consequence.BAD_CONFIGURATION, "configuration", "invalid token", status=401)


def active(**settings: bool) -> Configuration:
    return replace(DEFAULT_CONFIGURATION, version=3, global_settings=GlobalSettings(**settings))


def rights(**changes: Any) -> Mapping[str, ObjectRights | None]:
    return {"Contact": ALL, "Lead": replace(ALL, **changes)}


ROWS: list[tuple[Check, str, str]] = [
    (check_answer("hubspot", (5, 1_000)), "ok", "5 of 1,000 calls"),
    (check_answer("salesforce", DOWN), "failed", "invalid token"),
    (unanswered("HubSpot scopes", DOWN), "failed", "not known"),
    (check_scopes(GRANTED, SCOPES), "ok", "all"),
    (check_scopes(GRANTED | {"oauth"}, SCOPES), "ok", "all"),
    (check_scopes(GRANTED - {"crm.objects.contacts.write"}, SCOPES), "failed", "crm.objects.contacts.write"),
    (check_scopes(GRANTED - {"crm.lists.read"}, SCOPES), "warning", "the inclusion list"),
    (check_scopes(None, SCOPES), "warning", "does not tell"),
    (check_properties([(CONTACT, KNOWN)]), "ok", "all"),
    (check_properties([(CONTACT, {})]), "warning", "missing: leadsource"),
    (
        check_properties([(CONTACT, {**KNOWN, "rating": ("number", "number")})]),
        "warning",
        "rating is number instead of string",
    ),
    (check_rights(rights()), "ok", "Contact and Lead"),
    (check_rights(rights(updateable=False, createable=False)), "failed", "Create of Lead, Edit of Lead"),
    (check_rights({"Contact": ALL, "Lead": None}), "failed", "Lead is not visible"),
    (check_rights(rights(deletable=False)), "ok", "Contact and Lead"),
    (check_rights(rights(deletable=False), ["Contact", "Lead"]), "failed", "lacking: Delete of Lead"),
    (check_fields(rights(), [TITLE]), "ok", "every mapped field"),
    (check_fields(rights(fields={}), [TITLE]), "warning", "not visible: Lead.Title"),
    (check_fields(rights(fields={"Title": FieldRights(True, False)}), [TITLE]), "warning", "read-only: Lead.Title"),
    (
        check_fields(rights(fields={"Title": FieldRights(True, False)}), [replace(TITLE, rule=Rule.ALWAYS_SALESFORCE)]),
        "ok",
        "every mapped field",
    ),
    (check_fields({"Contact": None, "Lead": None}, [TITLE]), "ok", "every"),
    (check_person_accounts(rights()), "ok", "not in use"),
    (check_person_accounts({"Contact": replace(ALL, fields={"IsPersonAccount": BOTH})}), "warning", "in use"),
    (check_configuration(None, []), "failed", "none is active"),
    (check_configuration(active(), []), "ok", "version 3"),
    (check_configuration(active(), [Refusal("quota/hubspot", "/x", "why", "fix")]), "failed", "quota/hubspot"),
    (check_mappings(active(), {"contact": {one.hubspot: 1 for one in CONTACT.mappings}}), "ok", "all there"),
    (check_mappings(active(), {}), "warning", "HubSpot has no property"),
    (check_switches(active()), "ok", "running"),
    (check_switches(active(paused=True)), "warning", "paused"),
    (check_switches(active(dry_run=True)), "warning", "dry run"),
    (check_queues({"live": 3, "bulk": 0, "dead_letters": 0}), "ok", "live 3, bulk 0, dead letters 0"),
    (check_queues({"live": 0, "bulk": 0, "dead_letters": 1}), "failed", "dead letters 1"),
    (check_parked({}), "ok", "nothing"),
    (check_parked({"duplicates": 1_200, "quota": 3}), "warning", "duplicates 1,200, quota 3"),
    (check_feed(Side.HUBSPOT, FeedHealth(), NOW), "warning", "no event so far"),
    (check_feed(Side.HUBSPOT, FeedHealth(NOW - 6 * MINUTE), NOW), "ok", "6 min ago"),
    (check_feed(Side.HUBSPOT, FeedHealth(NOW - 7_900), NOW), "ok", "7 s ago"),
    (check_feed(Side.HUBSPOT, FeedHealth(NOW - 50 * HOUR), NOW), "ok", "2 d ago"),
    (check_feed(Side.SALESFORCE, FeedHealth(NOW - HOUR, NOW - 6 * MINUTE, 1), NOW), "warning", "had not told of"),
    (check_feed(Side.SALESFORCE, FeedHealth(NOW - HOUR, NOW - 6 * MINUTE, 9), NOW), "failed", "only the poll"),
    (check_poll("hubspot", None, NOW), "warning", "no round"),
    (check_poll("hubspot", NOW - 6 * MINUTE, NOW), "ok", "up to 6 min ago"),
    (check_poll("salesforce", NOW + 1, NOW), "ok", "up to now"),
    (check_poll("salesforce", NOW - 46 * MINUTE, NOW), "failed", "46 min ago"),
    (check_calls("hubspot", 900, 1_000), "ok", "900 of 1,000"),
    (check_calls("hubspot", 99, 1_000), "warning", "99 of 1,000"),
    (check_calls("hubspot", 0, 1_000), "failed", "0 of 1,000"),
    (check_clocks({"HubSpot": None, "Salesforce": None}), "warning", "neither"),
    (check_clocks({"HubSpot": 900, "Salesforce": None}), "ok", "HubSpot +1 s"),
    (check_clocks({"HubSpot": 0, "Salesforce": -61_000}), "warning", "Salesforce -61 s"),
    (check_clocks({"HubSpot": 301_000, "Salesforce": 0}), "failed", "+301 s"),
    (check_connector(0), "ok", "nothing"),
    (check_connector(7), "failed", "7 contacts"),
]


@pytest.mark.parametrize(("check", "health", "found"), ROWS, ids=[f"{row[0].name}: {row[2]}" for row in ROWS])
def test_verdicts(check: Check, health: str, found: str) -> None:
    assert (check.health, found in check.found) == (health, True), check


@pytest.mark.parametrize("check", [row[0] for row in ROWS if row[1] != "ok"], ids=lambda check: check.found[:30])
def test_what_is_not_well_says_what_to_do(check: Check) -> None:
    assert check.fix.endswith(".")


def test_what_set_up_creates_and_what_it_leaves_alone() -> None:
    assert missing_properties(CONTACT, KNOWN) == ()
    assert [own.name for own in missing_properties(CONTACT, {})] == [own.name for own in OWN_PROPERTIES]
    assert foreign_properties(CONTACT, KNOWN) == {}
    assert foreign_properties(CONTACT, {"rating": ("enumeration", "select")}) == {
        "rating": "enumeration instead of string"
    }
