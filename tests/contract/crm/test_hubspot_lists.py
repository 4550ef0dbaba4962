"""Lists of HubSpot: what they are, who is in them, who joined."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.hubspot_list import HubspotList
from crmsync.core.record import Record

from tests.contract.crm.hubspot_people import people
from tests.contract.crm.hubspot_world import HubspotWorld

FORM = "5c5e4b8a-0d43-4a3e-9c4e-0f2b7a6d1e11"


def test_a_list_tells_what_it_is(hubspot: HubspotWorld) -> None:
    body = {"name": "L", "objectTypeId": "0-1", "processingType": "MANUAL"}
    list_id = str(hubspot.by_person("POST", "/crm/v3/lists", body)["list"]["listId"])
    assert hubspot.crm.list_info(list_id) == HubspotList(list_id, "L", "MANUAL", "contact", 0)
    hubspot.by_person("DELETE", f"/crm/v3/lists/{list_id}")
    assert hubspot.crm.list_info(list_id) is None
    assert hubspot.crm.list_info("999") is None


def test_lists_that_may_not_be_read_are_a_misconfiguration(hubspot: HubspotWorld) -> None:
    hubspot.settings(missing_scopes=["crm.lists.read"])
    with pytest.raises(CrmError) as raised:
        hubspot.crm.list_info("1")
    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION


def test_joins_come_in_pages_by_their_time(hubspot: HubspotWorld) -> None:
    refs = [one for start in range(0, 300, 100) for one in hubspot.add(*people_from(start))]
    body = {"name": "L", "objectTypeId": "0-1", "processingType": "MANUAL"}
    list_id = str(hubspot.by_person("POST", "/crm/v3/lists", body)["list"]["listId"])
    hubspot.by_person("PUT", f"/crm/v3/lists/{list_id}/memberships/add", [one.id for one in refs[1:]])
    hubspot.by_person("PUT", f"/crm/v3/lists/{list_id}/memberships/add", [refs[0].id])
    first = hubspot.crm.list_joins(list_id, None)
    assert len(first.joins) == 200
    second = hubspot.crm.list_joins(list_id, first.next_page)
    assert (len(second.joins), second.next_page) == (100, None)
    assert second.joins[-1].record_id == refs[0].id
    assert second.joins[-1].at > first.joins[0].at > 1_795_305_600_000
    assert hubspot.calls() == 2


def test_who_submitted_a_form_comes_in_pages_by_time(hubspot: HubspotWorld) -> None:
    refs = [one for start in range(0, 300, 100) for one in hubspot.add(*people_from(start))]
    for ref in refs[:250]:
        submit(hubspot, ref.id, FORM)
    submit(hubspot, refs[0].id, "0b1d2c3e-1111-4a3e-9c4e-0f2b7a6d1e22")
    hubspot.control("search_lag", {"seconds": 0})
    first = hubspot.crm.form_joins(FORM, 0, None)
    second = hubspot.crm.form_joins(FORM, 0, first.next_page)
    assert second.next_page is None
    assert {join.record_id for join in (*first.joins, *second.joins)} == {ref.id for ref in refs[:250]}
    last = max(join.at for join in second.joins)
    assert [join.record_id for join in hubspot.crm.form_joins(FORM, last + 1, None).joins] == [refs[0].id]
    assert hubspot.calls() == 3


def submit(hubspot: HubspotWorld, contact: str, form: str) -> None:
    hubspot.control("engage", {"contact": contact, "did": "form_submission", "name": "Fair", "form": form})


def people_from(start: int) -> list[dict[str, str]]:
    return [{"email": f"p{index}@example.org"} for index in range(start, start + 100)]


def test_membership(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*people(101))
    made = hubspot.by_person("POST", "/crm/v3/lists", {"name": "L", "objectTypeId": "0-1", "processingType": "MANUAL"})
    list_id = str(made["list"]["listId"])
    hubspot.by_person("PUT", f"/crm/v3/lists/{list_id}/memberships/add", [refs[0].id, refs[100].id])
    membership = hubspot.crm.membership([one.id for one in refs], list_id)
    assert [record_id for record_id, is_member in membership.items() if is_member] == [refs[0].id, refs[100].id]
    assert len(membership) == 101
    assert hubspot.calls() == 2


def test_all_contacts_come_in_pages_by_their_ids(hubspot: HubspotWorld) -> None:
    before = hubspot.crm.contact_count()
    first, *_ = refs = hubspot.add(*[{"email": f"p{index}@example.org", "firstname": "P"} for index in range(230)])
    hubspot.by_person("DELETE", f"/crm/v3/objects/contacts/{first.id}")
    hubspot.clock.seconds += 60
    assert hubspot.crm.contact_count() == before + 229
    seen: list[Record] = []
    page: str | None = None
    while True:
        found, page = hubspot.crm.contact_page(("firstname",), page)
        seen.extend(found)
        if page is None:
            break
    assert [one.ref for one in seen][-229:] == refs[1:]
    assert seen[-1].values == {"firstname": "P"}
    assert len(seen) == before + 229
