from dataclasses import replace

import pytest
from crmsync.core.change import CallClass, ChangeKind
from crmsync.core.configuration import Configuration, GlobalSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.parked import Parked
from crmsync.core.record import RecordRef, Side
from crmsync.usecases.resume_parked import POSTPONED_BY, ResumeParked

from tests.unit.usecases.fakes import (
    START,
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeParking,
    FakeQueue,
    FakeRandomness,
    failing,
)


class Scene:
    def __init__(
        self, rows: list[Parked], free: int = 1_000, configuration: Configuration | None = DEFAULT_CONFIGURATION
    ) -> None:
        self.parking = FakeParking(rows)
        self.queue = FakeQueue()
        self.clock = FakeClock()
        self.jobs = FakeJobs()
        self.free = dict.fromkeys(CallClass, free)
        self.resume = ResumeParked(
            self.parking,  # type: ignore[arg-type]
            self.queue,
            self.jobs,
            FakeConfigurations(configuration),
            self.free.__getitem__,
            self.clock,
            FakeRandomness(),
        )

    def sent(self) -> list[str]:
        return [change.ref.id for change in self.queue.sent]


def row(record_id: str, **facts: object) -> Parked:
    ref = RecordRef(Side.HUBSPOT, "contact", record_id)
    parked = Parked(ref, "quota", "no calls left", "wait", parked_at=START - 1_000, next_try_at=START - 1)
    return replace(parked, **facts)  # type: ignore[arg-type]


def test_a_due_row_is_looked_at_again_with_its_field_times() -> None:
    scene = Scene([row("1", fields={"jobtitle": 5}, call_class=CallClass.BULK, cause="hubspot_webhook")])
    assert scene.resume() == 1
    (change,) = scene.queue.sent
    assert (change.kind, change.cause, change.call_class) == (ChangeKind.LOOK, "resume", CallClass.BULK)
    assert (change.fields, change.attempt) == ({"jobtitle": 5}, 0)


def test_what_waits_for_a_person_or_for_later_stays() -> None:
    scene = Scene([row("1", next_try_at=None), row("2", next_try_at=START + 1)])
    assert scene.resume() == 0


def test_a_row_that_was_sent_is_not_sent_each_minute() -> None:
    scene = Scene([row("1")])
    assert (scene.resume(), scene.resume()) == (1, 0)
    scene.clock.at += POSTPONED_BY
    assert scene.resume() == 1


def test_oldest_live_first_and_no_more_than_the_free_calls() -> None:
    scene = Scene(
        [
            row("bulk", call_class=CallClass.BULK, parked_at=1),
            row("young", parked_at=3),
            row("poll", call_class=CallClass.POLL, parked_at=1),
            row("old", parked_at=2),
        ],
        free=3,
    )
    assert scene.resume() == 3
    assert scene.sent() == ["old", "young", "poll"]
    assert {parked.ref.id for parked in scene.parking.due(START, 10)} == {"bulk"}


def test_the_reserves_hold() -> None:
    scene = Scene([row("bulk", call_class=CallClass.BULK), row("live"), row("poll", call_class=CallClass.POLL)])
    scene.free.update({CallClass.LIVE: 9, CallClass.POLL: 1, CallClass.BULK: 0})
    scene.resume()
    assert scene.sent() == ["live"]


def test_no_free_call_no_row() -> None:
    scene = Scene([row("1")], free=0)
    assert scene.resume() == 0
    assert scene.parking.due(START, 10)


def test_a_queue_that_fails_leaves_the_rows_due_and_the_job_free() -> None:
    scene = Scene([row("1")])
    scene.queue.error = failing(Consequence.RETRY_LATER)
    with pytest.raises(CrmError):
        scene.resume()
    scene.queue.error = None
    assert scene.resume() == 1


@pytest.mark.parametrize(
    "configuration", [None, replace(DEFAULT_CONFIGURATION, global_settings=GlobalSettings(paused=True))]
)
def test_nothing_is_sent_while_paused_or_unconfigured(configuration: Configuration | None) -> None:
    assert Scene([row("1")], configuration=configuration).resume() == 0


def test_a_running_round_is_not_doubled() -> None:
    scene = Scene([row("1")])
    scene.jobs.start("resume_parked", "another", START, START + 1)
    assert scene.resume() == 0
    assert scene.sent() == []
