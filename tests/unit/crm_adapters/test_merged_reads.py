"""Batch reads in which HubSpot answers for a merged-away id with the survivor."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.core.failure import Consequence, Failure
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.ports.crm import Look, ReadOutcome

from tests.unit.crm_adapters.scripted import ScriptedTransport, ok


def ref(record_id: str) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "contact", record_id)


def found(record_id: str, merged: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": record_id, "properties": {"hs_merged_object_ids": merged}, **more}


def read(
    ids: list[str], *results: dict[str, Any], errors: Any = (), bin_shows: tuple[dict[str, Any], ...] | None = None
) -> dict[str, ReadOutcome]:
    """`bin_shows` answers the second call, which asks for what is archived."""
    answers = [ok({"results": list(results), "errors": list(errors)}, 207 if errors else 200)]
    answers += [ok({"results": list(bin_shows)})] if bin_shows is not None else []
    transport = ScriptedTransport(answers)
    seen = HubspotCrm(transport).look(Look(tuple(map(ref, ids))))
    return {one.id: outcome for one, outcome in seen.records.items()}


def test_the_survivor_lists_what_was_merged_into_it() -> None:
    assert read(["1", "2"], found("9", "1;2")) == {
        "1": Gone(ref("1"), ref("9"), "merged"),
        "2": Gone(ref("2"), ref("9"), "merged"),
    }


def test_a_survivor_that_was_asked_for_too_is_itself() -> None:
    outcomes = read(["1", "9"], found("9", "1"), found("9", "1"))
    assert outcomes["1"] == Gone(ref("1"), ref("9"), "merged")
    assert isinstance(outcomes["9"], Record)


def test_the_one_stranger_stands_for_the_one_missing() -> None:
    outcomes = read(["1", "2"], found("2"), found("9"))
    assert outcomes["1"] == Gone(ref("1"), ref("9"), "merged")


def test_when_it_cannot_be_told_nothing_is_taken_for_deleted() -> None:
    outcomes = read(["1", "2"], found("8"), found("9"))
    assert all(isinstance(one, Failure) and one.consequence is Consequence.RETRY_LATER for one in outcomes.values())


def test_an_id_that_failed_for_another_reason_is_not_gone() -> None:
    errors = [
        {"category": "OBJECT_NOT_FOUND", "context": {"ids": ["1"]}},
        {"category": "INTERNAL", "message": "try again", "context": {"ids": ["2"]}},
    ]
    outcomes = read(["1", "2"], errors=errors, bin_shows=())
    assert outcomes["1"] == Gone(ref("1"))
    failure = outcomes["2"]
    assert isinstance(failure, Failure)
    assert failure.consequence is Consequence.RETRY_LATER


def test_an_archived_record_is_gone() -> None:
    archived = found("1", archived=True)
    assert read(["1"], archived, bin_shows=(archived,)) == {"1": Gone(ref("1"), is_proven=True)}


def test_what_is_not_in_the_bin_either_is_not_proven_to_be_deleted() -> None:
    assert read(["1"], bin_shows=()) == {"1": Gone(ref("1"), is_proven=False)}
    assert read(["1"], bin_shows=(found("1"),)) == {"1": Gone(ref("1"), is_proven=False)}
