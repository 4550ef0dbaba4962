from dataclasses import dataclass, field, replace
from types import ModuleType

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.bootstrap import polls
from crmsync.core.default_configuration import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.hubspot_list import Join
from crmsync.core.record import Record, RecordRef, Side
from crmsync.usecases.poll_hubspot import poll_hubspot

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
    configurations: FakeConfigurations = field(default_factory=FakeConfigurations)

    def edit(self) -> None:
        record = Record(RecordRef(Side.HUBSPOT, "contact", "1"), {}, self.clock.now())
        self.gate.hubspot.records.append(record)
        self.clock.at += 1


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry) -> Scene:
    scene = Scene(load_app("hubspot_poll"))
    ports = {
        "jobs": scene.jobs,
        "links": FakeLinks(),
        "queue": scene.queue,
        "configurations": scene.configurations,
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
    monkeypatch.setattr(scene.app, "poll", lambda: poll_hubspot(polls.poll_ports(scene.gate)))
    return scene


def test_a_scheduled_round_sets_the_cursor_and_a_forced_one_finds_the_edit(scene: Scene) -> None:
    first = scene.app.handler(example("hubspot_poll__schedule"), LambdaContext())
    assert first == {"seen": 0, "sent": 0, "stopped": ""}
    scene.edit()
    forced = scene.app.handler(example("hubspot_poll__force"), LambdaContext())
    assert forced == {"seen": 1, "sent": 1, "stopped": ""}
    assert [change.cause for change in scene.queue.sent] == ["hubspot_poll"]


def test_who_joined_the_inclusion_list_is_sent_to_the_worker(scene: Scene) -> None:
    settings = replace(CONTACT_PAIR.settings, inclusion_list_id="7")
    pair = replace(CONTACT_PAIR, settings=settings, list_chosen_at=scene.clock.now())
    scene.configurations.configuration = replace(DEFAULT_CONFIGURATION, pairs={"contact": pair})
    scene.gate.hubspot.joins = [Join("1", scene.clock.now() - 1), Join("2", scene.clock.now())]
    answer = scene.app.handler(example("hubspot_poll__schedule"), LambdaContext())
    assert answer == {"seen": 1, "sent": 1, "stopped": ""}
    assert [(change.ref.id, change.cause) for change in scene.queue.sent] == [("2", "list_join")]
    scene.clock.at += 300_000
    assert scene.app.handler(example("hubspot_poll__schedule"), LambdaContext())["sent"] == 0


def test_a_function_that_is_out_of_time_says_so(scene: Scene) -> None:
    scene.app.handler(example("hubspot_poll__schedule"), LambdaContext())
    scene.edit()
    answer = scene.app.handler({"force": True}, LambdaContext(remaining_ms=1_000))
    assert answer["stopped"] == "out_of_time"


def test_a_warm_up_does_nothing(scene: Scene) -> None:
    assert scene.app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert scene.jobs.states == {}
