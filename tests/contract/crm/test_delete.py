"""The contract of Crm.delete: into the recycle bin, in the vendor's batches, each record for itself, idempotent."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, Failure, Written
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.ports.crm import Look

from tests.contract.crm.hubspot_world import HubspotWorld
from tests.contract.crm.salesforce_people import people
from tests.contract.crm.salesforce_world import SalesforceWorld


def test_hubspot_archives_a_hundred_a_call(hubspot: HubspotWorld) -> None:
    refs = hubspot.add(*({"email": f"p{number}@example.org"} for number in range(150)))
    outcomes = hubspot.crm.delete(refs[:120])
    assert outcomes == [Written(ref.id) for ref in refs[:120]]
    assert hubspot.calls() == 2
    seen = hubspot.crm.look(Look(refs=(refs[0], refs[119], refs[120])))
    assert seen.records[refs[0]] == Gone(refs[0], is_proven=True)
    assert isinstance(seen.records[refs[120]], Record)


def test_hubspot_twice_is_once(hubspot: HubspotWorld) -> None:
    [ref] = hubspot.add({"email": "ada@example.org"})
    assert hubspot.crm.delete([ref]) == hubspot.crm.delete([ref]) == [Written(ref.id)]
    hubspot.control("restore", {"id": ref.id})
    assert isinstance(hubspot.crm.look(Look(refs=(ref,))).records[ref], Record)


def test_what_hubspot_never_had_or_has_erased_is_gone_without_proof(hubspot: HubspotWorld) -> None:
    [erased] = hubspot.add({"email": "ada@example.org"})
    hubspot.by_person("POST", "/crm/v3/objects/contacts/gdpr-delete", {"objectId": erased.id})
    unknown = RecordRef(Side.HUBSPOT, "contact", "987654")
    assert hubspot.crm.look(Look(refs=(erased, unknown))).records == {
        erased: Gone(erased, is_proven=False),
        unknown: Gone(unknown, is_proven=False),
    }


@pytest.mark.parametrize("reads_survivor", [True, False])
@pytest.mark.parametrize("creates_record", [True, False])
def test_what_hubspot_merged_is_no_deletion(hubspot: HubspotWorld, reads_survivor: bool, creates_record: bool) -> None:
    hubspot.settings(merged_id_reads_survivor=reads_survivor, merge_creates_record=creates_record)
    kept, lost = hubspot.add({"email": "a@example.org"}, {"email": "b@example.org"})
    body = {"primaryObjectId": kept.id, "objectIdToMerge": lost.id}
    survivor = str(hubspot.by_person("POST", "/crm/v3/objects/contacts/merge", body)["id"])
    ref = RecordRef(Side.HUBSPOT, "contact", survivor)
    seen = hubspot.crm.look(Look(refs=(lost, ref))).records
    gone, live = seen[lost], seen[ref]
    assert isinstance(gone, Gone)
    assert not gone.is_proven
    assert isinstance(live, Record)
    assert lost.id in live.absorbed


def test_salesforce_deletes_two_hundred_a_call_of_both_objects(salesforce: SalesforceWorld) -> None:
    refs = [*salesforce.add("Contact", *people(150)), *salesforce.add("Lead", *people(100, "example.com"))]
    outcomes = salesforce.crm.delete(refs)
    assert outcomes == [Written(ref.id) for ref in refs]
    assert salesforce.calls() == 2
    seen = salesforce.crm.look(Look(refs=(refs[0], refs[-1]))).records
    assert seen == {ref: Gone(ref, is_proven=True) for ref in (refs[0], refs[-1])}


def test_salesforce_twice_is_once_and_a_bad_row_is_alone(salesforce: SalesforceWorld) -> None:
    first, second = salesforce.add("Contact", *people(2))
    salesforce.crm.delete([first])
    unknown = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")
    outcomes = salesforce.crm.delete([first, unknown, second])
    assert (outcomes[0], outcomes[2]) == (Written(first.id), Written(second.id))
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].consequence is Consequence.REJECTED_RECORD


def test_what_salesforce_cannot_show_is_gone_without_proof(salesforce: SalesforceWorld) -> None:
    unknown = RecordRef(Side.SALESFORCE, "Contact", "003000000000001AAA")
    assert salesforce.crm.look(Look(refs=(unknown,))).records[unknown] == Gone(unknown, is_proven=False)


def test_hubspot_that_does_not_answer_leaves_the_outcome_unknown(hubspot: HubspotWorld) -> None:
    refs = hubspot.add({"email": "a@example.org"}, {"email": "b@example.org"})
    hubspot.fault("drop_response", "batch/archive")
    outcomes = hubspot.crm.delete(refs)
    assert [one.consequence for one in outcomes if isinstance(one, Failure)] == [Consequence.OUTCOME_UNKNOWN] * 2


def test_salesforce_that_does_not_answer_leaves_the_outcome_unknown(salesforce: SalesforceWorld) -> None:
    refs = salesforce.add("Contact", *people(2))
    salesforce.fault("drop_response", "composite/sobjects")
    outcomes = salesforce.crm.delete(refs)
    assert [one.consequence for one in outcomes if isinstance(one, Failure)] == [Consequence.OUTCOME_UNKNOWN] * 2


def test_nothing_to_delete_costs_no_call(hubspot: HubspotWorld, salesforce: SalesforceWorld) -> None:
    assert hubspot.crm.delete([]) == salesforce.crm.delete([]) == []
    assert hubspot.calls() == salesforce.calls() == 0
