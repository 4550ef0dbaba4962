from dataclasses import dataclass, field
from types import ModuleType

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap import polls
from crmsync.core.record import Record, RecordRef, Side
from crmsync.usecases.poll_salesforce import poll_salesforce

from sandbox.memory.feed_log import MemoryFeedLog
from sandbox.memory.owner_directories import MemoryOwnerDirectories
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fake_crm import FakeGate
from tests.unit.usecases.fakes import FakeClock, FakeConfigurations, FakeJobs, FakeLinks, FakeQueue, FakeRandomness


@dataclass
class Scene:
    app: ModuleType
    clock: FakeClock = field(default_factory=FakeClock)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    queue: FakeQueue = field(default_factory=FakeQueue)
    gate: FakeGate = field(default_factory=FakeGate)

    def edit(self) -> None:
        record = Record(RecordRef(Side.SALESFORCE, "Contact", "1"), {}, self.clock.now())
        self.gate.salesforce.records.append(record)
        self.clock.at += 1


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry) -> Scene:
    scene = Scene(load_app("salesforce_poll"))
    ports = {
        "jobs": scene.jobs,
        "links": FakeLinks(),
        "queue": scene.queue,
        "configurations": FakeConfigurations(),
        "clock": scene.clock,
        "randomness": FakeRandomness(),
        "telemetry": telemetry,
        "owner_directories": MemoryOwnerDirectories(),
        "feeds": MemoryFeedLog(),
    }
    for name, port in ports.items():
        monkeypatch.setattr(polls, name, lambda port=port: port)
    monkeypatch.setattr(scene.app, "clock", lambda: scene.clock)
    monkeypatch.setattr(scene.app, "telemetry", lambda: telemetry)
    monkeypatch.setattr(scene.app, "poll", lambda: poll_salesforce(polls.poll_ports(scene.gate)))
    return scene


def test_a_scheduled_round_sets_the_cursor_and_a_forced_one_finds_the_edit(scene: Scene) -> None:
    first = scene.app.handler(example("salesforce_poll__schedule"), LambdaContext())
    assert first == {"seen": 0, "sent": 0, "stopped": ""}
    scene.edit()
    forced = scene.app.handler(example("salesforce_poll__force"), LambdaContext())
    assert forced == {"seen": 1, "sent": 1, "stopped": ""}
    assert [change.cause for change in scene.queue.sent] == ["salesforce_poll"]


def test_a_function_that_is_out_of_time_says_so(scene: Scene) -> None:
    scene.app.handler(example("salesforce_poll__schedule"), LambdaContext())
    scene.edit()
    answer = scene.app.handler({"force": True}, LambdaContext(remaining_ms=1_000))
    assert answer["stopped"] == "out_of_time"


def test_a_warm_up_does_nothing(scene: Scene) -> None:
    assert scene.app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert scene.jobs.states == {}
