from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap import salesforce_change_event as wiring
from crmsync.core.change import ChangeKind
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.feed_health import FeedState, LiveFeed
from crmsync.core.record import RecordRef, Side

from sandbox.memory.feed_log import MemoryFeedLog
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fakes import START, FakeClock, FakeQueue, failing

SECRETS = {"organization_id": "00D5g000004abcDEAW"}


@dataclass
class Scene:
    app: ModuleType
    queue: FakeQueue = field(default_factory=FakeQueue)
    feeds: MemoryFeedLog = field(default_factory=MemoryFeedLog)

    def receive(self, event: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.app.handler(event, LambdaContext())
        return answer


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry) -> Scene:
    scene = Scene(load_app("salesforce_change_event"))
    monkeypatch.setattr(scene.app, "telemetry", lambda: telemetry)
    monkeypatch.setattr(wiring, "queue", lambda: scene.queue)
    monkeypatch.setattr(wiring, "feed_log", lambda: scene.feeds)
    monkeypatch.setattr(wiring, "clock", FakeClock)
    monkeypatch.setattr(wiring, "secret_value", lambda _, key: SECRETS[key])
    return scene


@pytest.mark.parametrize(
    ("case", "kind", "values"),
    [
        ("contact_update", ChangeKind.UPDATE, {"Title": "Head of Research", "Phone": None, "MailingCity": "Bonn"}),
        ("contact_create", ChangeKind.CREATE,
         {"FirstName": "Ada", "LastName": "King", "Email": "ada.king@example.com"}),
        ("contact_delete", ChangeKind.DELETE, None),
        ("contact_undelete", ChangeKind.UNDELETE, None),
        ("contact_gap_update", ChangeKind.LOOK, None),
        ("task_update", ChangeKind.UPDATE,
         {"Status": "Completed", "IsClosed": True, "CompletedDateTime": 1795317839500}),
        ("lead_update_appflow", ChangeKind.UPDATE, {"Title": "Head of Research"}),
    ],
)  # fmt: skip
def test_each_event_is_one_change(scene: Scene, case: str, kind: ChangeKind, values: dict[str, Any] | None) -> None:
    assert scene.receive(example(f"salesforce_change_event__{case}"))["changes"] == 1
    (change,) = scene.queue.sent
    assert (change.kind, change.event_values) == (kind, values)


@pytest.mark.parametrize(
    ("case", "kind", "record"),
    [
        ("account_create", ChangeKind.CREATE, "Account#0015g00000AbCdEAAV"),
        ("account_update", ChangeKind.UPDATE, "Account#0015g00000AbCdEAAV"),
        ("account_delete", ChangeKind.DELETE, "Account#0015g00000AbCdEAAV"),
        ("opportunity_create", ChangeKind.CREATE, "Opportunity#0065g00000AbCdEAAV"),
        ("opportunity_update", ChangeKind.UPDATE, "Opportunity#0065g00000AbCdEAAV"),
        ("opportunity_delete", ChangeKind.DELETE, "Opportunity#0065g00000AbCdEAAV"),
        ("opportunity_contact_role_create", ChangeKind.UPDATE, "Opportunity#0065g00000AbCdEAAV"),
        ("task_create", ChangeKind.CREATE, "Task#00T5g00000AbCdEEAV"),
        ("event_create", ChangeKind.CREATE, "Event#00U5g00000AbCdEEAV"),
        ("case_create", ChangeKind.CREATE, "Case#5005g00000AbCdEAAV"),
        ("case_update", ChangeKind.UPDATE, "Case#5005g00000AbCdEAAV"),
        ("custom_object_update", ChangeKind.UPDATE, "Machine__c#a005g00000AbCdEAAV"),
    ],
)
def test_the_events_of_every_pair_are_taken(scene: Scene, case: str, kind: ChangeKind, record: str) -> None:
    assert scene.receive(example(f"salesforce_change_event__{case}"))["changes"] == 1
    (change,) = scene.queue.sent
    assert (change.kind, change.ref.key) == (kind, f"salesforce#{record}")


@pytest.mark.s("S21")
def test_a_new_campaign_member_is_a_change_of_the_person(scene: Scene) -> None:
    assert scene.receive(example("salesforce_change_event__campaign_member_create"))["changes"] == 1
    (change,) = scene.queue.sent
    assert change.ref == RecordRef(Side.SALESFORCE, "Contact", "0035g00000AbCdEAAV")
    assert (change.kind, change.event_values) == (ChangeKind.UPDATE, {"CampaignMembers.7015g000000AbCdAAK": True})


@pytest.mark.s("S21")
def test_of_a_removed_member_only_the_poll_knows_whom(scene: Scene) -> None:
    answer = scene.receive(example("salesforce_change_event__campaign_member_delete"))
    assert (answer["changes"], list(answer["needs_poll"])) == (0, ["CampaignMember"])
    assert scene.queue.sent == []


def test_a_converted_lead(scene: Scene) -> None:
    scene.receive(example("salesforce_change_event__lead_converted"))
    (change,) = scene.queue.sent
    assert (change.kind, change.ref.object_type) == (ChangeKind.CONVERT, "Lead")


def test_an_overflow_asks_for_the_poll(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    answer = scene.receive(example("salesforce_change_event__contact_gap_overflow"))
    assert answer == {"changes": 0, "ignored": 0, "needs_poll": ["Contact"]}
    assert scene.queue.sent == []
    assert "the poll will tell" in capsys.readouterr().out
    assert scene.feeds.of(LiveFeed.SALESFORCE_CHANGE_EVENT).state(START) is FeedState.LOSSY


@pytest.mark.parametrize(
    "changed", [{"source": "aws.partner/salesforce.com/00D5g000009zzzzEAX/0YL5g0000008OI1GAM"}, {"detail": {}}]
)
def test_a_foreign_or_malformed_event_is_dropped_and_told(
    scene: Scene, changed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = scene.receive({**example("salesforce_change_event__contact_create"), **changed})
    assert set(answer["refused"]) == {"error", "place", "fix"}
    assert scene.queue.sent == []
    printed = capsys.readouterr().out
    assert "event refused" in printed
    assert "ada.king@example.com" not in printed


def test_what_cannot_be_queued_raises_so_that_it_comes_again(scene: Scene) -> None:
    scene.queue.error = failing(Consequence.RETRY_LATER)
    with pytest.raises(CrmError):
        scene.receive(example("salesforce_change_event__contact_create"))


def test_a_warm_up_does_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(wiring, "secret_value")
    assert scene.receive({"warmup": True}) == {"warmup": True}
