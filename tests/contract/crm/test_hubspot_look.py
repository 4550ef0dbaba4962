"""One look into HubSpot: contacts by id and by address, and who became whom."""

from __future__ import annotations

import pytest
from crmsync.core.record import Gone, Record
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_people import FIELDS, people
from tests.contract.crm.hubspot_world import HubspotWorld, ref


def test_reads_by_id_and_by_address_in_one_call_each_a_hundred(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*people(150))
    seen = hubspot.crm.look(Look(tuple(refs), tuple(f"p{index}@example.org" for index in range(100)), FIELDS))
    assert hubspot.calls() == 3
    first = seen.records[refs[0]]
    assert isinstance(first, Record)
    assert first.values == {"firstname": "P0", "jobtitle": None, "email": "p0@example.org"}
    assert first.modified_at >= first.created_at > 1_795_305_600_000
    assert [len(matches) for matches in seen.matches.values()] == [1] * 100
    assert seen.matches["p7@example.org"][0].ref == refs[7]


def test_a_field_that_does_not_exist_is_absent(hubspot: HubspotWorld) -> None:
    (one,) = hubspot.add({"email": "a@example.org"})
    seen = hubspot.crm.look(Look((one,), (), {"contact": ("firstname", "no_such_thing")})).records[one]
    assert isinstance(seen, Record)
    assert seen.values == {"firstname": None}


def test_an_additional_address_matches_and_the_same_person_may_match_twice(hubspot: HubspotWorld) -> None:
    (one,) = hubspot.add({"email": "a@example.org"})
    hubspot.by_person(
        "PATCH",
        f"/crm/v3/objects/contacts/{one.id}",
        {"properties": {"hs_additional_emails": "b@example.org;c@example.org"}},
    )
    seen = hubspot.crm.look(Look(emails=("a@example.org", "c@example.org", "x@example.org"), fields=FIELDS))
    assert [match.ref for match in seen.matches["c@example.org"]] == [one]
    assert [match.ref for match in seen.matches["a@example.org"]] == [one]
    assert seen.matches["x@example.org"] == ()


def test_unknown_and_archived_records_are_gone(hubspot: HubspotWorld) -> None:
    one, two = hubspot.add(*people(2))
    hubspot.by_person("DELETE", f"/crm/v3/objects/contacts/{one.id}")
    seen = hubspot.crm.look(Look((one, two, ref("999999")), ("p0@example.org",), FIELDS))
    assert seen.records[one] == Gone(one, is_proven=True)
    assert seen.records[ref("999999")] == Gone(ref("999999"))
    assert isinstance(seen.records[two], Record)
    assert seen.matches["p0@example.org"] == ()


@pytest.mark.parametrize("creates_record", [True, False])
def test_a_merged_record_tells_what_it_became(hubspot: HubspotWorld, creates_record: bool) -> None:
    hubspot.settings(merge_creates_record=creates_record)
    one, two = hubspot.add(*people(2))
    merged = hubspot.by_person(
        "POST", "/crm/v3/objects/contacts/merge", {"primaryObjectId": one.id, "objectIdToMerge": two.id}
    )
    survivor = ref(str(merged["id"]))
    seen = hubspot.crm.look(Look((one, two, survivor), (), FIELDS)).records
    assert seen[two] == Gone(two, survivor, "merged")
    assert isinstance(seen[survivor], Record)
    if creates_record:
        assert seen[one] == Gone(one, survivor, "merged")
