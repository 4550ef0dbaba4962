import json
from unittest.mock import Mock

import pytest
from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence
from crmsync.core.mapping import FieldType, Kind
from crmsync.usecases.guard_configuration import (
    MENDED,
    REST_AFTER_FAILURE,
    SCHEMAS_MAX_AGE,
    GuardConfiguration,
    GuardOutcome,
    GuardResult,
)
from crmsync.usecases.installation import installed_at

from tests.unit.usecases.fake_crm import FakeGate
from tests.unit.usecases.fakes import (
    START,
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeParameters,
    FakeParking,
    FakeRandomness,
    FakeTelemetry,
    failing,
)

TIER = '{"mappings": [{"hubspot": "tier", "salesforce": {"Contact": "Tier__c"}, "rule": "two_way"}]}'
BAD = '{"create_in_hubspot": "yes"}'


class Scene:
    def __init__(self) -> None:
        self.parameters = FakeParameters()
        self.store = FakeConfigurations(configuration=None)
        self.gate = FakeGate()
        self.parking = FakeParking()
        self.jobs = FakeJobs()
        self.clock = FakeClock()
        self.telemetry = FakeTelemetry()
        self.guard = GuardConfiguration(
            self.parameters,
            self.store,
            self.gate,
            self.parking,  # type: ignore[arg-type]
            self.jobs,
            self.clock,
            FakeRandomness(),
            self.telemetry,
        )

    def version(self) -> int:
        return self.store.configuration.version if self.store.configuration else 0

    def schema_reads(self) -> int:
        reads: int = self.gate.hubspot.schema_reads + self.gate.salesforce.schema_reads
        return reads


@pytest.fixture
def scene() -> Scene:
    """Installed without any parameter."""
    scene = Scene()
    assert scene.guard() == GuardResult(GuardOutcome.ACTIVATED, 1)
    scene.clock.at += 60_000
    return scene


def test_no_parameters_at_all_make_the_defaults_active(scene: Scene) -> None:
    assert scene.version() == 1
    assert installed_at(scene.jobs, 0) == START


def test_a_quiet_minute_costs_no_crm_call(scene: Scene) -> None:
    before = scene.schema_reads()
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED)
    assert scene.schema_reads() == before == 3
    assert (len(scene.gate.opened), scene.gate.closed) == (1, 1)


def test_an_edit_is_live_in_the_next_round_and_hastens_what_it_may_mend(scene: Scene) -> None:
    scene.parameters.write("settings/contact", '{"create_in_hubspot": false}')
    assert scene.guard() == GuardResult(GuardOutcome.ACTIVATED, 2)
    assert scene.parking.hastened[-1] == MENDED
    assert installed_at(scene.jobs, 0) == START


def test_a_refused_edit_leaves_the_last_good_configuration_and_says_why(scene: Scene) -> None:
    scene.parameters.write("settings/contact", BAD)
    result = scene.guard()
    assert (result.outcome, scene.version()) == (GuardOutcome.REFUSED, 1)
    (refusal,) = result.refusals
    assert (refusal.parameter, refusal.place) == ("settings/contact", "/create_in_hubspot")
    assert refusal.reason
    assert refusal.fix
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED)
    assert scene.store.refusals == (refusal,)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"no_such_key": 1}', '{"create_in_salesforce": "person"}'])
def test_every_malformed_parameter_is_named(scene: Scene, text: str) -> None:
    scene.parameters.write("settings/contact", text)
    assert [refusal.parameter for refusal in scene.guard().refusals] == ["settings/contact"]
    assert scene.version() == 1


def test_a_pause_and_its_end_hold_although_something_else_is_refused(scene: Scene) -> None:
    scene.parameters.write("settings/contact", BAD)
    for paused in (True, False):
        scene.parameters.write("settings/global", json.dumps({"paused": paused}))
        assert scene.guard().outcome == GuardOutcome.REFUSED
        assert scene.store.configuration is not None
        assert scene.store.configuration.global_settings.paused is paused
        assert scene.parking.hastened[-1] == MENDED
    assert [refusal.parameter for refusal in scene.store.refusals] == ["settings/contact"]
    scene.parameters.texts.clear()
    assert scene.guard() == GuardResult(GuardOutcome.ACTIVATED, 4)
    assert scene.store.refusals == ()


def test_a_limit_that_is_wrong_itself_changes_nothing(scene: Scene) -> None:
    scene.parameters.write("settings/global", '{"paused": true}')
    scene.parameters.write("quota/hubspot", '{"percent": -1}')
    assert scene.guard().outcome == GuardOutcome.REFUSED
    assert scene.version() == 1


def test_a_refused_edit_that_is_taken_back_clears_the_refusal(scene: Scene) -> None:
    scene.parameters.write("settings/contact", BAD)
    scene.guard()
    scene.parameters.texts.clear()
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED)
    assert (scene.version(), scene.store.refusals) == (1, ())


def test_a_changed_schema_is_seen_within_the_hour_and_at_once_when_forced(scene: Scene) -> None:
    scene.gate.hubspot.known_types["contact"] = {"tier": FieldType(Kind.PICKLIST, options=("gold",))}
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED)
    assert scene.guard(force=True) == GuardResult(GuardOutcome.ACTIVATED, 2)
    scene.gate.hubspot.known_types["contact"] = {"tier": FieldType(Kind.PICKLIST, options=("gold", "silver"))}
    scene.clock.at += SCHEMAS_MAX_AGE
    assert scene.guard() == GuardResult(GuardOutcome.ACTIVATED, 3)


def person_accounts(scene: Scene) -> bool:
    assert scene.store.configuration is not None
    return scene.store.configuration.pairs["contact"].person_accounts


def test_the_last_good_parameters_follow_the_schemas_while_others_are_refused(scene: Scene) -> None:
    scene.parameters.write("settings/contact", '{"create_in_hubspot": false}')
    scene.guard()
    scene.parameters.write("settings/contact", BAD)
    assert (scene.guard().outcome, scene.version()) == (GuardOutcome.REFUSED, 2)
    scene.gate.salesforce.known_types["Contact"] = {"IsPersonAccount": FieldType(Kind.BOOLEAN)}
    hastened = len(scene.parking.hastened)
    scene.clock.at += SCHEMAS_MAX_AGE
    result = scene.guard()
    assert (result.outcome, result.version, person_accounts(scene)) == (GuardOutcome.REFUSED, 3, True)
    assert [refusal.parameter for refusal in scene.store.refusals] == ["settings/contact"]
    assert len(scene.parking.hastened) == hastened + 1
    assert scene.store.configuration is not None
    assert scene.store.configuration.pairs["contact"].settings.create_in_hubspot is False
    scene.clock.at += SCHEMAS_MAX_AGE
    assert (scene.guard().outcome, scene.version()) == (GuardOutcome.REFUSED, 3)
    scene.parameters.write("settings/contact", '{"create_in_hubspot": false}')
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED, hastened=0)
    assert scene.store.refusals == ()


def test_what_was_accepted_and_fits_no_more_is_told_beside_what_is_refused(scene: Scene) -> None:
    tiers = {"tier": FieldType(Kind.TEXT), "rank": FieldType(Kind.TEXT)}
    scene.gate.hubspot.known_types["contact"] = tiers
    scene.parameters.write("mappings/contact/tier", TIER)
    assert scene.guard(force=True).outcome == GuardOutcome.ACTIVATED
    scene.parameters.write("mappings/contact/tier", "{")
    scene.gate.hubspot.known_types["contact"] = {"rank": tiers["rank"]}
    result = scene.guard()
    assert (result.outcome, scene.version()) == (GuardOutcome.REFUSED, 2)
    now, before = scene.store.refusals
    assert (now.parameter, before.parameter) == ("mappings/contact/tier", "mappings/contact/tier")
    assert "last accepted does not fit" not in now.reason
    assert before.reason.startswith("what was last accepted does not fit both CRMs any more: ")
    assert "tier" in before.reason


def test_a_pause_holds_although_the_last_good_parameters_cannot_be_compiled_anew(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of both askings, the second fails."""
    scene.parameters.write("settings/contact", BAD)
    scene.guard()
    opened = [scene.gate.open(CallClass.LIVE), failing(Consequence.RETRY_LATER)]
    monkeypatch.setattr(scene.gate, "open", Mock(side_effect=opened))
    scene.parameters.write("settings/global", '{"paused": true}')
    assert scene.guard().outcome == GuardOutcome.REFUSED
    assert scene.store.configuration is not None
    assert scene.store.configuration.global_settings.paused
    assert "settings/contact" not in scene.store.sources()
    assert ("last good configuration not compiled", {"category": "unavailable"}) in scene.telemetry.notes
    monkeypatch.undo()
    scene.parameters.texts.pop("settings/contact")
    assert scene.guard().outcome == GuardOutcome.ACTIVATED
    assert scene.store.refusals == ()


def test_an_unchanged_schema_makes_no_new_version(scene: Scene) -> None:
    scene.clock.at += SCHEMAS_MAX_AGE
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED)
    assert scene.version() == 1


@pytest.mark.parametrize("consequence", [Consequence.RETRY_LATER, Consequence.BAD_CONFIGURATION])
def test_an_outage_keeps_the_last_good_configuration_and_is_made_up_for(scene: Scene, consequence: Consequence) -> None:
    scene.parameters.write("settings/contact", "{}")
    scene.gate.salesforce.schema_error = failing(consequence)
    assert scene.guard() == GuardResult(GuardOutcome.UNAVAILABLE)
    assert scene.version() == 1
    assert scene.telemetry.notes == [("configuration not compiled", {"category": "unavailable"})]
    assert scene.gate.closed == len(scene.gate.opened)
    scene.gate.salesforce.schema_error = None
    assert scene.guard() == GuardResult(GuardOutcome.ACTIVATED, 2)


def test_an_hourly_look_that_failed_rests_before_it_is_tried_again(scene: Scene) -> None:
    """Else it would use up, a call a minute, what is left of a short quota."""
    scene.clock.at += SCHEMAS_MAX_AGE
    scene.gate.salesforce.schema_error = failing(Consequence.QUOTA_EXHAUSTED)
    assert scene.guard() == GuardResult(GuardOutcome.UNAVAILABLE)
    opened = len(scene.gate.opened)
    scene.clock.at += 60_000
    assert scene.guard() == GuardResult(GuardOutcome.UNCHANGED)
    assert len(scene.gate.opened) == opened
    scene.clock.at += REST_AFTER_FAILURE
    assert scene.guard() == GuardResult(GuardOutcome.UNAVAILABLE)


def test_a_round_that_crashed_after_the_activation_leaves_its_time(scene: Scene) -> None:
    """Polls begin at the installation; what happened right after it must not be missed."""
    scene.jobs.states.clear()
    scene.guard()
    assert installed_at(scene.jobs, 0) == START


def test_parameters_that_cannot_be_read_change_nothing(scene: Scene) -> None:
    scene.parameters.error = failing(Consequence.RETRY_LATER)
    assert scene.guard() == GuardResult(GuardOutcome.UNAVAILABLE)
    assert scene.version() == 1


def test_a_running_round_is_not_doubled(scene: Scene) -> None:
    scene.jobs.start("config_guard", "another", scene.clock.now(), scene.clock.now() + 1)
    assert scene.guard(force=True) == GuardResult(GuardOutcome.RUNNING)
