from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap import salesforce_outbound as wiring
from crmsync.core.failure import Consequence

from sandbox.memory.feed_log import MemoryFeedLog
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fakes import FakeClock, FakeQueue, failing

SECRETS = {"webhook_secret": "the-shared-secret", "organization_id": "00D5g000004abcDEAW"}
PLACEHOLDER = "the-test-puts-its-own-here"
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><x>&d;</x>"""
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'


@dataclass
class Scene:
    app: ModuleType
    queue: FakeQueue = field(default_factory=FakeQueue)
    feeds: MemoryFeedLog = field(default_factory=MemoryFeedLog)

    def post(self, event: dict[str, Any]) -> tuple[int, str]:
        answer = self.app.handler(event, LambdaContext())
        return answer["statusCode"], answer["body"]


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry) -> Scene:
    scene = Scene(load_app("salesforce_outbound"))
    monkeypatch.setattr(scene.app, "telemetry", lambda: telemetry)
    monkeypatch.setattr(wiring, "queue", lambda: scene.queue)
    monkeypatch.setattr(wiring, "feed_log", lambda: scene.feeds)
    monkeypatch.setattr(wiring, "clock", FakeClock)
    monkeypatch.setattr(wiring, "secret_value", lambda _, key: SECRETS[key])
    return scene


def message(case: str = "contact", secret: str = SECRETS["webhook_secret"], **changed: str) -> dict[str, Any]:
    event = example(f"salesforce_outbound__{case}")
    return {**event, "rawQueryString": event["rawQueryString"].replace(PLACEHOLDER, secret), **changed}


@pytest.mark.parametrize(("case", "object_type"), [("contact", "Contact"), ("lead", "Lead")])
def test_a_message_is_queued_and_then_acknowledged(scene: Scene, case: str, object_type: str) -> None:
    status, body = scene.post(message(case))
    assert (status, "<Ack>true</Ack>" in body) == (200, True)
    (change,) = scene.queue.sent
    assert change.ref.object_type == object_type
    assert (change.event_values or {})["Email"] == "ada.king@example.com"


@pytest.mark.parametrize(
    ("event", "status", "place"),
    [
        (message(secret="wrong"), 401, "query.secret"),
        (message(secret=""), 401, "query.secret"),
        (message(rawQueryString=""), 401, "query.secret"),
        (message(body=message()["body"].replace("00D5g000004abcDEAW", "00D5g000009zzzzEAX")), 403,
         "notifications.OrganizationId"),
        (message(body=BOMB), 400, "body"),
        (message(body=EXTERNAL), 400, "body"),
        (message(body="<open>"), 400, "body"),
        (message(body='{"json": true}'), 400, "body"),
        (message(body=" " * 2_000_001), 413, "body"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_clear_answer_and_queues_nothing(
    scene: Scene, event: dict[str, Any], status: int, place: str
) -> None:
    answered, body = scene.post(event)
    assert (answered, f'"place": "{place}"' in body) == (status, True)
    assert "Ack" not in body
    assert scene.queue.sent == []


def test_what_cannot_be_queued_is_not_acknowledged(scene: Scene) -> None:
    scene.queue.error = failing(Consequence.RETRY_LATER)
    status, body = scene.post(message())
    assert (status, "Ack" in body) == (503, False)


def test_logs_hold_no_address_no_value_and_no_secret(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.post(message())
    scene.post(message(secret="wrong-secret"))
    scene.post(message(body="<ada.king@example.com>"))
    captured = capsys.readouterr()
    assert "request refused" in captured.out
    for private in ("ada.king@example.com", "Head of Research", SECRETS["webhook_secret"], "wrong-secret"):
        assert private not in captured.out + captured.err


def test_a_warm_up_does_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(wiring, "secret_value")
    assert scene.app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
