"""The lifecycle stage by a contact's opportunities: the whole decision table, and its laws."""

from __future__ import annotations

import json

import pytest
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.lifecycle import Standing, stage_after
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st

STAGES = (
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
    "other",
)
OPEN, WON, LOST = Standing.OPPORTUNITY, Standing.CUSTOMER, Standing.LOST
SETTINGS: dict[str, str | bool] = {"enabled": True, "opportunity": "opportunity", "customer": "customer"}
OPPORTUNITIES = st.lists(st.sampled_from([OPEN, WON, LOST]), max_size=4)
CURRENT = st.none() | st.sampled_from([*STAGES, "removed"])


@pytest.mark.parametrize(
    ("current", "opportunities", "stage"),
    [
        (None, [OPEN], "opportunity"),
        ("lead", [OPEN], "opportunity"),
        ("lead", [OPEN, LOST], "opportunity"),
        ("lead", [WON], "customer"),
        ("opportunity", [OPEN, WON], "customer"),
        (None, [LOST, WON], "customer"),
        ("lead", [LOST], None),
        ("lead", [], None),
        ("opportunity", [OPEN], None),
        ("customer", [OPEN], None),
        ("customer", [LOST], None),
        ("customer", [WON], None),
        ("evangelist", [WON], None),
        ("other", [WON], None),
        ("removed", [WON], None),
    ],
)
def test_the_stage_goes_on_and_never_back(
    current: str | None, opportunities: list[Standing], stage: str | None
) -> None:
    assert stage_after(current, opportunities, STAGES, SETTINGS) == stage


@given(CURRENT, OPPORTUNITIES)
def test_nothing_happens_while_it_is_off(current: str | None, opportunities: list[Standing]) -> None:
    assert stage_after(current, opportunities, STAGES, {**SETTINGS, "enabled": False}) is None


@given(CURRENT, OPPORTUNITIES)
def test_a_stage_is_set_once(current: str | None, opportunities: list[Standing]) -> None:
    stage = stage_after(current, opportunities, STAGES, SETTINGS)
    assert stage is None or stage_after(stage, opportunities, STAGES, SETTINGS) is None


@given(CURRENT, OPPORTUNITIES)
def test_the_order_of_the_opportunities_does_not_matter(current: str | None, opportunities: list[Standing]) -> None:
    turned = opportunities[::-1]
    assert stage_after(current, turned, STAGES, SETTINGS) == stage_after(current, opportunities, STAGES, SETTINGS)


@given(CURRENT, OPPORTUNITIES, st.permutations(STAGES))
def test_it_never_goes_back_in_any_portals_order(
    current: str | None, opportunities: list[Standing], stages: list[str]
) -> None:
    stage = stage_after(current, opportunities, stages, SETTINGS)
    assert stage is None or current is None or stages.index(stage) > stages.index(current)


def refusals_of(lifecycle: object, **documents: object) -> list[Refusal]:
    texts = {"settings/contact": json.dumps({"lifecycle": lifecycle})}
    texts |= {f"mappings/{name}": json.dumps(value) for name, value in documents.items()}
    hubspot = {mapping.hubspot: mapping.hubspot_type for mapping in CONTACT_PAIR.mappings}
    hubspot["lifecyclestage"] = FieldType(Kind.PICKLIST, options=STAGES)
    return compile_configuration(texts, {"contact": hubspot}, {}, 1)[1]


class TestSetting:
    def test_it_is_off_by_default(self) -> None:
        configuration, _ = compile_configuration({}, {}, {}, 1)
        assert configuration is not None
        assert configuration.pairs["contact"].settings.lifecycle["enabled"] is False

    def test_stages_of_ones_own_may_be_named(self) -> None:
        assert refusals_of({"enabled": True, "customer": "evangelist"}) == []

    def test_a_stage_that_the_portal_lacks_is_refused(self) -> None:
        (found,) = refusals_of({"enabled": True, "customer": "costumer"})
        assert (found.parameter, found.place) == ("settings/contact", "/lifecycle/customer")
        assert found.reason == "HubSpot has no lifecycle stage costumer."
        assert "customer" in found.fix

    def test_a_mapping_of_the_stage_excludes_it(self) -> None:
        mapping = {"hubspot": "lifecyclestage", "salesforce": {"Contact": "Stage__c"}, "rule": "two_way"}
        (found,) = refusals_of({"enabled": True}, contact={"mappings": [mapping]})
        assert found.place == "/lifecycle/enabled"
