import base64
import json
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap import hubspot_webhook as wiring
from crmsync.bootstrap.settings import settings
from crmsync.core.change import ChangeKind
from crmsync.core.failure import Consequence
from crmsync.core.feed_health import FeedHealth, LiveFeed
from crmsync.core.hubspot_signature import SignedRequest, sign
from crmsync.core.record import Millis

from sandbox.memory.feed_log import MemoryFeedLog
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fakes import FakeClock, FakeQueue, failing

SECRETS = {"client_secret": "the-apps-client-secret", "portal_id": "48123456"}
CONTACT = "24137645231"


@dataclass
class Scene:
    app: ModuleType
    queue: FakeQueue = field(default_factory=FakeQueue)
    feeds: MemoryFeedLog = field(default_factory=MemoryFeedLog)
    clock: FakeClock = field(default_factory=lambda: FakeClock(1_795_317_840_000))

    def post(self, event: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = self.app.handler(event, LambdaContext())
        return answer["statusCode"], json.loads(answer["body"])

    def signed(self, event: dict[str, Any], *, at: Millis | None = None, secret: str | None = None) -> dict[str, Any]:
        """The event with the signature that HubSpot would send, for the address that the API has on AWS."""
        timestamp = str(self.clock.now() if at is None else at)
        uri = f"https://{event['requestContext']['domainName']}{event['rawPath']}"
        request = SignedRequest("POST", settings().hubspot_webhook_url or uri, event["body"].encode(), None, None)
        signature = sign(secret or SECRETS["client_secret"], request, timestamp)
        headers = {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": timestamp}
        others = {name: value for name, value in event["headers"].items() if "hubspot" not in name}
        return {**event, "headers": {**others, **headers}}


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry) -> Scene:
    scene = Scene(load_app("hubspot_webhook"))
    monkeypatch.setattr(scene.app, "telemetry", lambda: telemetry)
    monkeypatch.setattr(wiring, "queue", lambda: scene.queue)
    monkeypatch.setattr(wiring, "feed_log", lambda: scene.feeds)
    monkeypatch.setattr(wiring, "clock", lambda: scene.clock)
    monkeypatch.setattr(wiring, "secret_value", lambda _, key: SECRETS[key])
    return scene


def test_property_changes_are_folded_and_queued(scene: Scene) -> None:
    status, body = scene.post(scene.signed(example("hubspot_webhook__property_changes")))
    assert (status, body) == (200, {"changes": 3, "ignored": 0})
    (change,) = scene.queue.sent
    assert change.ref.key == f"hubspot#contact#{CONTACT}"
    assert change.event_values == {"jobtitle": "Chief Scientist", "phone": None}
    assert change.fields == {"jobtitle": 1_795_317_839_502, "phone": 1_795_317_839_501}


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        ("creation", [ChangeKind.CREATE]),
        ("deletion", [ChangeKind.DELETE]),
        ("privacy_deletion", [ChangeKind.ERASE]),
        ("restore", [ChangeKind.UNDELETE]),
        ("merge", [ChangeKind.LOOK, ChangeKind.MERGE, ChangeKind.MERGE]),
        ("generic_forms", [ChangeKind.CREATE, ChangeKind.CREATE]),
        ("company", [ChangeKind.CREATE, ChangeKind.UPDATE]),
        ("ticket", [ChangeKind.CREATE]),
        ("custom_object", [ChangeKind.CREATE, ChangeKind.DELETE, ChangeKind.LOOK]),
        ("deal", [ChangeKind.CREATE]),
    ],
)
def test_what_each_delivery_asks_for(scene: Scene, case: str, kinds: list[ChangeKind]) -> None:
    status, _ = scene.post(scene.signed(example(f"hubspot_webhook__{case}")))
    assert status == 200
    assert sorted(change.kind for change in scene.queue.sent) == sorted(kinds)


@pytest.mark.parametrize("case", ["other_objects", "association_changes"])
def test_every_event_of_another_object_is_taken_or_ignored(scene: Scene, case: str) -> None:
    event = example(f"hubspot_webhook__{case}")
    status, body = scene.post(scene.signed(event))
    assert (status, body["changes"] + body["ignored"]) == (200, len(json.loads(event["body"])))


def test_activities_and_what_they_are_about(scene: Scene) -> None:
    status, _ = scene.post(scene.signed(example("hubspot_webhook__activities")))
    shown = {change.ref.object_type: set(change.fields) for change in scene.queue.sent}
    expected = {
        "task": {"hs_task_status", "associated_person"},
        "call": {"hs_call_title"},
        "meeting": {"hs_meeting_start_time"},
        "email": {"hs_email_text"},
        "note": set(),
    }
    assert (status, shown) == (200, expected)


def test_what_people_did_is_a_change_of_their_contact(scene: Scene) -> None:
    status, _ = scene.post(scene.signed(example("hubspot_webhook__engagements")))
    shown = {change.ref.object_type: set(change.fields) for change in scene.queue.sent}
    assert (status, shown) == (200, {"contact": {"recent_conversion_date", "hs_email_last_open_date"}})


def test_a_body_in_base64_is_the_same_body(scene: Scene) -> None:
    event = scene.signed(example("hubspot_webhook__creation"))
    event |= {"body": base64.b64encode(event["body"].encode()).decode(), "isBase64Encoded": True}
    assert scene.post(event)[0] == 200
    assert len(scene.queue.sent) == 1


def test_the_configured_address_is_the_one_that_must_be_signed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    event = example("hubspot_webhook__creation")
    for_the_api = scene.signed(event)
    monkeypatch.setenv(
        "HUBSPOT_WEBHOOK_URL", "http://127.0.0.1:7000/_aws/execute-api/c0ffee00/$default/webhooks/hubspot"
    )
    settings.cache_clear()
    assert scene.post(for_the_api)[0] == 401
    assert scene.post(scene.signed(event))[0] == 200


def forged(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed(event, secret="another")


def stale(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed(event, at=scene.clock.now() - 300_001)


def future_dated(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed(event, at=scene.clock.now() + 300_001)


def unsigned(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    headers = {name: value for name, value in event["headers"].items() if "hubspot" not in name}
    return {**event, "headers": headers}


def changed_body(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return {**scene.signed(event), "body": event["body"].replace("Head", "Tail")}


def not_json(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed({**event, "body": "objectId=1"})


def not_base64(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return {**scene.signed(event), "isBase64Encoded": True}


def too_large(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed({**event, "body": " " * 2_000_001})


def of_another_portal(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed({**event, "body": event["body"].replace("48123456", "48123457")})


def without_object_id(scene: Scene, event: dict[str, Any]) -> dict[str, Any]:
    return scene.signed({**event, "body": event["body"].replace("objectId", "objectid")})


@pytest.mark.parametrize(
    ("spoil", "status", "place"),
    [
        (forged, 401, "X-HubSpot-Signature-v3"),
        (stale, 401, "X-HubSpot-Request-Timestamp"),
        (future_dated, 401, "X-HubSpot-Request-Timestamp"),
        (unsigned, 401, "X-HubSpot-Signature-v3"),
        (changed_body, 401, "X-HubSpot-Signature-v3"),
        (not_json, 400, "body"),
        (not_base64, 400, "body"),
        (too_large, 413, "body"),
        (of_another_portal, 403, "[0].portalId"),
        (without_object_id, 400, "[0]"),
    ],
)
def test_bad_input_gets_a_clear_answer_and_queues_nothing(scene: Scene, spoil: Any, status: int, place: str) -> None:
    answered, body = scene.post(spoil(scene, example("hubspot_webhook__property_changes")))
    assert (answered, body["place"]) == (status, place)
    assert body["error"]
    assert body["fix"]
    assert scene.queue.sent == []


@pytest.mark.parametrize("consequence", [Consequence.RETRY_LATER, Consequence.BAD_CONFIGURATION])
def test_what_cannot_be_queued_is_asked_for_again(scene: Scene, consequence: Consequence) -> None:
    scene.queue.error = failing(consequence)
    status, body = scene.post(scene.signed(example("hubspot_webhook__creation")))
    assert (status, body["error"]) == (503, "not taken")


def test_logs_hold_no_address_no_value_and_no_secret(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    for case in ("generic_forms", "property_changes"):
        for spoil in (Scene.signed, forged, of_another_portal, without_object_id):
            event = example(f"hubspot_webhook__{case}")
            scene.post(scene.signed(event) if spoil is Scene.signed else spoil(scene, event))
    scene.queue.error = failing(Consequence.RETRY_LATER)
    scene.post(scene.signed(example("hubspot_webhook__generic_forms")))
    captured = capsys.readouterr()
    printed = captured.out + captured.err
    assert "request refused" in printed
    assert "request not taken" in printed
    assert "ChangesReceived" in printed
    for private in ("ada.king@example.com", "Chief Scientist", "Head of Research", SECRETS["client_secret"]):
        assert private not in printed


def test_a_warm_up_does_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(wiring, "secret_value")
    assert scene.app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}


def test_every_genuine_delivery_is_a_sign_of_life(scene: Scene) -> None:
    event = example("hubspot_webhook__property_changes")
    scene.post(scene.signed(event, secret="another"))
    assert scene.feeds.of(LiveFeed.HUBSPOT_WEBHOOK) == FeedHealth()
    for _ in range(3):
        assert scene.post(scene.signed(event))[0] == 200
    assert scene.feeds.of(LiveFeed.HUBSPOT_WEBHOOK).last_event_at == scene.clock.now()
    assert scene.feeds.writes == 1
