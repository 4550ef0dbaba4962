"""An administrator's edits in Parameter Store take effect, or are refused and the last good configuration stays."""

from __future__ import annotations

import json

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack


def test_creation_as_leads_takes_effect(journey: Journey) -> None:
    email = journey.email("lea")
    with journey.parameter("settings/contact", {"create_in_salesforce": "lead"}):
        journey.hubspot.create("contacts", {"email": email, "lastname": "Lead"})
        eventually(lambda: len(journey.people_of(email, "Lead")), 1)
    assert journey.people_of(email) == []


def test_a_rule_takes_effect(journey: Journey) -> None:
    pair = journey.linked(fax="1")
    mapping = {"hubspot": "fax", "salesforce": "Fax", "rule": "always_hubspot"}
    with journey.parameter("mappings/contact/fax", {"mappings": [mapping]}):
        journey.edit_contact(pair, fax="2")
        eventually(lambda: journey.person(pair, "Fax"), ("2",))
        journey.edit_person(pair, Fax="3")
        eventually(lambda: journey.person(pair, "Fax"), ("2",))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings/contact", "{not json"),
        ("settings/contact", '{"create_in_salesforce": "opportunity"}'),
        ("mappings/contact/wrong", '{"mappings": [{"hubspot": "no_such_property", "salesforce": "Title"}]}'),
        ("quota/salesforce", '{"daily_limit": -1}'),
    ],
)
def test_a_malformed_parameter_is_refused_and_the_last_good_stays(journey: Journey, name: str, text: str) -> None:
    stack = journey.stack
    path = f"/crmsync/{stack.env['CRMSYNC_STAGE']}/{name}"
    # What changed in the CRMs since the last look is no concern of this parameter.
    stack.invoke("ConfigGuardFunction", {"force": True})
    version = stack.admin("config.show")["active"]["version"]
    stack.aws.ssm.put_parameter(Name=path, Value=text, Type="String", Overwrite=True)
    try:
        stack.invoke("ConfigGuardFunction", {"force": True})
        shown = stack.admin("config.show")
        assert shown["active"]["version"] == version
        (refused,) = shown["refused"]
        assert refused["parameter"].endswith(name)
        assert refused["reason"]
        assert refused["fix"]
        pair = journey.linked(city="Bern")
        assert journey.person(pair, "MailingCity") == ("Bern",)
    finally:
        stack.aws.ssm.delete_parameter(Name=path)
        stack.invoke("ConfigGuardFunction", {"force": True})
    assert stack.admin("config.show")["refused"] == []


@pytest.mark.s("S80", "S83")
def test_at_the_cap_a_record_is_parked_and_goes_on_when_it_is_raised(journey: Journey) -> None:
    """Even the quota's own edit needs no call that it would not grant."""
    pair = journey.linked()
    with journey.parameter("quota/salesforce", {"daily_limit": 1}):
        before = journey.calls()["salesforce"]
        journey.edit_contact(pair, city="Bern")
        eventually(lambda: journey.parked(pair.hubspot), [("record", "quota")])
        assert journey.calls()["salesforce"] == before
        journey.set_parameter("quota/salesforce", {"daily_limit": 50_000})
        journey.stack.invoke("ResumeParkedFunction", {"force": True})
        eventually(lambda: journey.person(pair, "MailingCity"), ("Bern",))
        eventually(lambda: journey.parked(pair.hubspot), [])


def test_a_pause_parks_and_its_end_resumes(journey: Journey) -> None:
    pair = journey.linked()
    with journey.parameter("settings/global", {"paused": True}):
        journey.edit_contact(pair, city="Bern")
        eventually(lambda: journey.parked(pair.hubspot), [("record", "paused")])
    journey.stack.invoke("ResumeParkedFunction", {"force": True})
    eventually(lambda: journey.person(pair, "MailingCity"), ("Bern",))
    eventually(lambda: journey.parked(pair.hubspot), [])


def test_calls_are_counted_as_the_crms_count_them(journey: Journey) -> None:
    """A killed worker's calls are spent and not told of, so the difference to the CRMs' counts is what must stay."""

    def difference() -> dict[str, int]:
        usage, calls = journey.usage(), journey.calls()
        return {side: calls[side] - usage[side] for side in calls}

    before, calls = difference(), journey.calls()
    pairs = journey.all_linked(3)
    for pair in pairs:
        journey.edit_person(pair, Title="Boss")
        eventually(lambda pair=pair: journey.contact(pair, "jobtitle"), ("Boss",))  # type: ignore[misc]
    eventually(difference, before)
    after = journey.calls()
    assert all(after[side] > calls[side] for side in calls)


def test_nothing_personal_is_in_the_workers_log(journey: Journey) -> None:
    pair = journey.linked(firstname="Secretia", city="Confidentia")

    def printed() -> str:
        return json.dumps(journey.stack.logs("SyncRecordsFunction"))

    eventually(lambda: f"hubspot#contact#{pair.hubspot}" in printed())
    assert not [value for value in ("Secretia", "Confidentia", pair.email) if value in printed()]
