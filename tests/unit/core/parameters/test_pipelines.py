"""Which pipeline stands for which record type, and what the parameter may say of it."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.parameters.pipelines import pipeline_map, pipeline_refusals, wanted_stages
from crmsync.core.pipeline import NewStage, Pipeline, Stage
from crmsync.core.pipeline_map import MappedPipeline, MappedStage
from crmsync.core.processes import OfferedStage, Process, Processes

SALES = Pipeline("p1", "Sales", (Stage("s1", "Open", probability=0.2), Stage("s2", "Won", True, 1.0)))
RENEWALS = Pipeline("p2", "renewals", (Stage("s3", "Open", probability=0.2),))
OPEN, WON = NewStage("Open", probability=0.2), NewStage("Won", is_closed=True, probability=1.0)
OFFERED = (OfferedStage("Open", OPEN), OfferedStage("Won", WON))
RENEWAL = Process("012A", "Renewals", "Renewals", OFFERED)
NONE = Process("", "", "Salesforce", OFFERED)
KNOWN = Processes((SALES, RENEWALS), (RENEWAL, NONE))


def entry(**said: Any) -> dict[str, Any]:
    return {"pipelines": [{"hubspot": "Sales", "record_type": "Renewals", **said}]}


def test_what_is_not_named_goes_by_label() -> None:
    (mapped,) = pipeline_map({}, KNOWN).pipelines
    assert mapped == MappedPipeline("p2", "012A", (MappedStage("s3", "Open", standing="opportunity"),))


def test_what_a_pipeline_lacks_is_wanted() -> None:
    (wanted,) = wanted_stages({}, KNOWN)
    assert (wanted.pipeline, wanted.stages) == (RENEWALS, (WON,))
    assert list(wanted_stages({"create_missing": False}, KNOWN)) == []


def test_a_record_type_without_pipeline_wants_one() -> None:
    (wanted,) = wanted_stages({}, Processes((SALES,), (NONE,)))
    assert (wanted.label, wanted.pipeline, wanted.stages) == ("Salesforce", None, (OPEN, WON))


def test_the_parameter_goes_before_the_labels() -> None:
    (mapped,) = pipeline_map(entry(stages={"Won": "Open", "s1": "Open"}), KNOWN).pipelines
    stages = MappedStage("s2", "Open", True, "opportunity"), MappedStage("s1", "Open", False, "opportunity")
    assert mapped == MappedPipeline("p1", "012A", stages)
    assert mapped.stage_for("Open") == stages[0]


def test_a_stage_tells_where_its_opportunities_stand() -> None:
    lost = OfferedStage("Lost", NewStage("Lost", is_closed=True, probability=0.0))
    processes = Processes((SALES,), (Process("", "", "Sales", (*OFFERED, lost)),))
    document = {"pipelines": [{"hubspot": "Sales", "record_type": None, "stages": {"s1": "Lost"}}]}
    known = pipeline_map(document, processes)
    assert [known.standing_of(one) for one in ("Won", "Lost", "Gone")] == ["customer", "lost", ""]


def test_records_without_type_are_mapped_where_the_parameter_says_so() -> None:
    document = {"pipelines": [{"hubspot": "p1", "record_type": None}]}
    assert [one.record_type for one in pipeline_map(document, KNOWN).pipelines] == ["", "012A"]
    assert list(pipeline_refusals("pipelines/deal", document, KNOWN)) == []


class TestAStageOfAnotherLabelThanItsApiName:
    """An administrator gave it another label; records bear the API name."""

    SEALED = OfferedStage("Sealed", WON)
    OTHER = OfferedStage("Won", NewStage("Other", probability=0.5))

    def known(self, *offered: OfferedStage, pipeline: Pipeline = SALES) -> Processes:
        return Processes((pipeline,), (Process("", "", pipeline.label, offered),))

    def entry(self, **stages: str) -> dict[str, Any]:
        return {"pipelines": [{"hubspot": "Sales", "stages": stages}]}

    def test_it_goes_by_its_label_and_stands_for_its_api_name(self) -> None:
        (mapped,) = pipeline_map({}, self.known(self.SEALED)).pipelines
        assert mapped.stages == (MappedStage("s2", "Sealed", True, "customer"),)

    def test_what_is_wanted_bears_its_label(self) -> None:
        (wanted,) = wanted_stages({}, self.known(self.SEALED, pipeline=RENEWALS))
        assert wanted.stages == (WON,)

    def test_the_stage_that_it_was_stays_its_own(self) -> None:
        known = self.known(self.OTHER)
        assert list(wanted_stages({}, known)) == []
        assert pipeline_map({}, known).standing_of("Won") == "opportunity"

    def test_the_label_of_one_goes_before_the_api_name_of_another(self) -> None:
        known = self.known(self.OTHER, self.SEALED)
        (mapped,) = pipeline_map({}, known).pipelines
        assert mapped.stages == (MappedStage("s2", "Sealed", True, "customer"),)
        (wanted,) = wanted_stages({}, known)
        assert wanted.stages == (self.OTHER.stage,)

    @pytest.mark.parametrize("name", ["Sealed", "Won"])
    def test_the_parameter_may_name_it_by_either(self, name: str) -> None:
        document, known = self.entry(Open=name), self.known(self.SEALED)
        assert list(pipeline_refusals("pipelines/deal", document, known)) == []
        (mapped,) = pipeline_map(document, known).pipelines
        assert mapped.stages == (MappedStage("s1", "Sealed", False, "customer"),)

    def test_named_by_both_at_once_the_api_name_decides(self) -> None:
        (mapped,) = pipeline_map(self.entry(Open="Won"), self.known(self.SEALED, self.OTHER)).pipelines
        assert mapped.stage_for("Won") == MappedStage("s1", "Won", False, "opportunity")


@pytest.mark.parametrize(
    ("document", "place", "fix"),
    [
        (entry(hubspot="Salse"), "/pipelines/0/hubspot", "Sales"),
        (entry(record_type="Renewal"), "/pipelines/0/record_type", "Renewals"),
        (entry(stages={"Opne": "Open"}), "/pipelines/0/stages/Opne", "Open"),
        (entry(stages={"Open": "Wno"}), "/pipelines/0/stages/Open", "Won"),
        ({"pipelines": [*entry()["pipelines"], {"hubspot": "p1"}]}, "/pipelines/1/hubspot", "Remove"),
        (
            {"pipelines": [*entry()["pipelines"], {"hubspot": "p2", "record_type": "012A"}]},
            "/pipelines/1/record_type",
            "Remove",
        ),
    ],
)
def test_what_nobody_has_is_refused_with_its_place(document: dict[str, Any], place: str, fix: str) -> None:
    (refusal,) = pipeline_refusals("pipelines/deal", document, KNOWN)
    assert (refusal.parameter, refusal.place) == ("pipelines/deal", place)
    assert fix in refusal.fix


def test_an_org_without_record_types_has_none_to_name() -> None:
    (refusal,) = pipeline_refusals("pipelines/deal", entry(), Processes((SALES,), (NONE,)))
    assert refusal.fix == "Create it, or correct the name. There is none."
