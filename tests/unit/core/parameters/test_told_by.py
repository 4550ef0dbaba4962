"""`told_by` in `settings/task`: the field by which an administrator tells which tasks are notes, calls, e-mails."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from crmsync.core.configuration import Configuration
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal
from crmsync.core.subtype import Mark

NOTE = {"field": "Type", "value": "Note"}
TASK = {
    "Type": FieldType(Kind.PICKLIST, options=("Call", "Note")),
    "Kind__c": FieldType(),
    "IsNote__c": FieldType(Kind.BOOLEAN),
    "Formula__c": FieldType(writable=False),
}


def compiled(
    types: Mapping[str, str], marks: Mapping[str, object], task: Mapping[str, FieldType] = TASK, *, enabled: bool = True
) -> tuple[Configuration | None, list[Refusal]]:
    document = {"enabled": enabled, "types": dict(types), "told_by": dict(marks)}
    return compile_configuration({"settings/task": json.dumps(document)}, {}, {"Task": task}, 1)


@pytest.mark.parametrize("task", [TASK, {}])
def test_a_mark_tells_its_type_alone(task: Mapping[str, FieldType]) -> None:
    configuration, _ = compiled({"note": "both", "meeting": "both"}, {"note": NOTE}, task)
    assert configuration is not None
    marks = {name: pair.subtype.mark for name, pair in configuration.pairs.items() if pair.subtype is not None}
    assert marks == {"task": None, "call": None, "email": None, "meeting": None, "note": Mark("Type", "Note")}
    assert configuration.pairs["note"].settings.create_in_hubspot


@pytest.mark.parametrize("way", ["both", "to_hubspot"])
def test_without_one_no_task_can_become_a_note(way: str) -> None:
    configuration, (refusal,) = compiled({"note": way}, {})
    assert configuration is None
    assert (refusal.parameter, refusal.place) == ("settings/task", "/types/note")
    assert "told_by" in refusal.fix


@pytest.mark.parametrize("way", ["to_salesforce", "off"])
def test_where_none_is_to_become_one_it_needs_no_mark(way: str) -> None:
    assert compiled({"note": way}, {})[0] is not None
    assert compiled({"note": "both"}, {}, enabled=False)[0] is not None


@pytest.mark.parametrize(
    ("mark", "place", "words"),
    [
        ({"field": "Typ", "value": "Note"}, "/told_by/note/field", "Did you mean Type?"),
        ({"field": "Type", "value": "Nota"}, "/told_by/note/value", "Did you mean Note?"),
        ({"field": "IsNote__c", "value": "true"}, "/told_by/note/field", "picklist or text"),
        ({"field": "Formula__c", "value": "Note"}, "/told_by/note/field", "to_hubspot"),
    ],
)
def test_what_tells_nothing_is_refused_with_its_place(mark: Mapping[str, str], place: str, words: str) -> None:
    configuration, (refusal,) = compiled({"note": "both"}, {"note": mark})
    assert configuration is None
    assert (refusal.parameter, refusal.place) == ("settings/task", place)
    assert refusal.reason
    assert words in refusal.fix


def test_what_is_never_written_may_be_a_formula() -> None:
    mark = {"field": "Formula__c", "value": "Note"}
    assert compiled({"note": "to_hubspot"}, {"note": mark})[0] is not None


def test_a_mark_tells_one_type() -> None:
    configuration, (refusal,) = compiled({"note": "both", "call": "both"}, {"note": NOTE, "call": NOTE})
    assert configuration is None
    assert refusal.place == "/told_by/note"
    assert "call" in refusal.reason


@pytest.mark.parametrize(
    "marks",
    [{"meeting": NOTE}, {"task": NOTE}, {"note": {"field": "Type"}}, {"note": "Note"}, {"note": {**NOTE, "x": 1}}],
)
def test_other_shapes_are_refused(marks: Mapping[str, object]) -> None:
    configuration, refusals = compiled({"note": "both"}, marks)
    assert configuration is None
    assert refusals[0].place.startswith("/told_by")
