"""Associations of many records a call, one outcome each."""

from __future__ import annotations

import pytest
from crmsync.core.association import PARENT_COMPANY, PRIMARY_COMPANY, Association, AssociationKind
from crmsync.core.failure import Consequence, CrmError, Failure, Written
from crmsync.core.parked import Category
from crmsync.core.record import NewRecord, RecordRef, Side
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_world import HubspotWorld, written


def made(hubspot: HubspotWorld, kind: str, count: int) -> list[RecordRef]:
    needed = {"deal": {"dealname": "D"}, "contact": {"firstname": "C"}, "company": {"name": "N"}}[kind]
    outcomes = hubspot.crm.create([NewRecord(str(n), kind, needed) for n in range(count)])
    hubspot.calls()
    return [RecordRef(Side.HUBSPOT, kind, written(outcome).id) for outcome in outcomes]


def gone(kind: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, kind, "999999")


def others(hubspot: HubspotWorld, ref: RecordRef, to_type: str) -> set[str]:
    found = hubspot.crm.associated([ref], to_type)[ref]
    assert not isinstance(found, Failure), found
    return {one.ref.id for one in found}


def primary(start: RecordRef, end: RecordRef) -> Association:
    return Association(start, end, (PRIMARY_COMPANY[start.object_type],))


def primary_of(hubspot: HubspotWorld, ref: RecordRef, name: str) -> object:
    seen = hubspot.crm.look(Look((ref,), (), {ref.object_type: (name,)})).records[ref]
    return seen.values[name]  # type: ignore[union-attr]


def test_a_thousand_records_are_read_in_one_call(hubspot: HubspotWorld) -> None:
    companies = made(hubspot, "company", 2)
    contacts = made(hubspot, "contact", 3)
    hubspot.crm.associate([Association(one, companies[0]) for one in contacts[:2]])
    hubspot.calls()
    strangers = [RecordRef(Side.HUBSPOT, "contact", str(500_000 + n)) for n in range(1_000)]
    found = hubspot.crm.associated([*contacts, *strangers], "company")
    assert hubspot.calls() == 2
    assert [len(found[one]) for one in contacts] == [1, 1, 0]  # type: ignore[arg-type]
    assert all(found[one] == () for one in strangers)


def test_pages_are_followed_to_the_last(hubspot: HubspotWorld) -> None:
    hubspot.settings(association_page=2)
    (deal,), contacts = made(hubspot, "deal", 1), made(hubspot, "contact", 5)
    hubspot.crm.associate([Association(deal, one) for one in contacts])
    hubspot.calls()
    assert others(hubspot, deal, "contact") == {one.id for one in contacts}
    assert hubspot.calls() == 3


def test_nothing_to_do_is_no_call(hubspot: HubspotWorld) -> None:
    assert dict(hubspot.crm.associated([], "company")) == {}
    assert hubspot.crm.associate([]) == hubspot.crm.dissociate([]) == []
    assert hubspot.calls() == 0


@pytest.mark.parametrize(
    ("kind", "name"), [("contact", "associatedcompanyid"), ("deal", "hs_primary_associated_company")]
)
def test_a_primary_company_shows_in_the_calculated_property(hubspot: HubspotWorld, kind: str, name: str) -> None:
    (one,), (first, second) = made(hubspot, kind, 1), made(hubspot, "company", 2)
    for company in (first, second):
        (outcome,) = hubspot.crm.associate([primary(one, company)])
        assert isinstance(outcome, Written)
        assert primary_of(hubspot, one, name) == company.id
    found = hubspot.crm.associated([one], "company")[one]
    assert not isinstance(found, Failure)
    assert [PRIMARY_COMPANY[kind] in each.kinds for each in found] == [False, True]
    hubspot.crm.dissociate([primary(one, second)])
    assert primary_of(hubspot, one, name) is None
    assert others(hubspot, one, "company") == {first.id, second.id}


def test_a_parent_company(hubspot: HubspotWorld) -> None:
    child, parent = made(hubspot, "company", 2)
    hubspot.crm.associate([Association(child, parent, (PARENT_COMPANY,))])
    assert primary_of(hubspot, child, "hs_parent_company_id") == parent.id
    (outcome,) = hubspot.crm.associate([Association(parent, child, (PARENT_COMPANY,))])
    assert isinstance(outcome, Failure)
    assert (outcome.consequence, outcome.category) == (Consequence.REJECTED_RECORD, Category.ASSOCIATIONS)


@pytest.mark.parametrize("is_labelled", [True, False])
@pytest.mark.parametrize("is_partial", [True, False])
def test_a_record_that_is_gone_holds_up_no_other(hubspot: HubspotWorld, is_labelled: bool, is_partial: bool) -> None:
    hubspot.settings(association_create_partial=is_partial)
    contacts, (company,) = made(hubspot, "contact", 3), made(hubspot, "company", 1)
    kinds = (PRIMARY_COMPANY["contact"],) if is_labelled else ()
    ends = [company, gone("company"), company]
    outcomes = hubspot.crm.associate([Association(*pair, kinds) for pair in zip(contacts, ends, strict=True)])
    assert [isinstance(outcome, Written) for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1], Failure)
    assert (outcomes[1].consequence, outcomes[1].category) == (Consequence.REJECTED_RECORD, Category.ASSOCIATIONS)
    assert [others(hubspot, one, "company") for one in contacts] == [{company.id}, set(), {company.id}]


@pytest.mark.parametrize("status", [201, 200])
def test_either_status_of_a_batch_counts(hubspot: HubspotWorld, status: int) -> None:
    hubspot.settings(association_create_status=status)
    (contact,), (company,) = made(hubspot, "contact", 1), made(hubspot, "company", 1)
    assert hubspot.crm.associate([primary(contact, company)]) == [Written(company.id)]


def test_a_call_takes_one_pair_of_types_and_two_thousand_rows(hubspot: HubspotWorld) -> None:
    contacts, (company,), (deal,) = made(hubspot, "contact", 3), made(hubspot, "company", 1), made(hubspot, "deal", 1)
    rows = [
        Association(contacts[0], company),
        Association(deal, company),
        primary(contacts[1], company),
        Association(contacts[2], company),
    ]
    assert all(isinstance(one, Written) for one in hubspot.crm.associate(rows))
    assert hubspot.calls() == 3
    hubspot.crm.dissociate([Association(contacts[0], company)] * 2_001)
    assert hubspot.calls() == 2
    assert others(hubspot, contacts[0], "company") == set()
    assert others(hubspot, contacts[2], "company") == {company.id}


def test_taking_away_what_is_not_there_is_done(hubspot: HubspotWorld) -> None:
    (contact,), (company,) = made(hubspot, "contact", 1), made(hubspot, "company", 1)
    for one in (Association(contact, company), primary(contact, company), Association(contact, gone("company"))):
        assert all(isinstance(outcome, Written) for outcome in hubspot.crm.dissociate([one]))


def test_a_label_of_the_portals_own(hubspot: HubspotWorld) -> None:
    (contact,), (deal,) = made(hubspot, "contact", 1), made(hubspot, "deal", 1)
    made_label = hubspot.by_person(
        "POST", "/crm/v4/associations/deals/contacts/labels", {"name": "decider", "label": "Decision maker"}
    )["results"][0]
    kind = AssociationKind(made_label["typeId"], "USER_DEFINED")
    hubspot.crm.associate([Association(deal, contact, (kind,))])
    found = hubspot.crm.associated([deal], "contact")[deal]
    assert not isinstance(found, Failure)
    assert kind in found[0].kinds


@pytest.mark.parametrize(
    ("kind", "more", "consequence"),
    [
        ("drop_response", {}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 502}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 401}, Consequence.BAD_CONFIGURATION),
        ("rate_limit", {}, Consequence.RETRY_LATER),
    ],
)
def test_a_failed_call_is_the_outcome_of_each(
    hubspot: HubspotWorld, kind: str, more: dict[str, int], consequence: Consequence
) -> None:
    (contact,), (company,) = made(hubspot, "contact", 1), made(hubspot, "company", 1)
    hubspot.fault(kind, "batch/create", **more)
    hubspot.fault(kind, "batch/archive", **more)
    outcomes = [
        *hubspot.crm.associate([primary(contact, company)]),
        *hubspot.crm.dissociate([Association(contact, company)]),
    ]
    assert [one.consequence for one in outcomes if isinstance(one, Failure)] == [consequence] * 2


def test_a_failed_read_raises(hubspot: HubspotWorld) -> None:
    (contact,) = made(hubspot, "contact", 1)
    hubspot.fault("status", "batch/read", status=504)
    with pytest.raises(CrmError) as raised:
        hubspot.crm.associated([contact], "company")
    assert raised.value.failure.consequence is Consequence.RETRY_LATER


def test_one_association_too_many_fails_alone(hubspot: HubspotWorld) -> None:
    limit = {"inputs": [{"typeId": 280, "category": "HUBSPOT_DEFINED", "maxToObjectIds": 1}]}
    hubspot.by_person("POST", "/crm/v4/associations/definitions/configurations/companies/contacts/batch/create", limit)
    contacts, (company,) = made(hubspot, "contact", 2), made(hubspot, "company", 1)
    first, second = hubspot.crm.associate([Association(one, company) for one in contacts])
    assert isinstance(first, Written)
    assert isinstance(second, Failure)
    assert (second.consequence, second.category) == (Consequence.REJECTED_RECORD, Category.ASSOCIATIONS)
