from __future__ import annotations

from collections.abc import Mapping

import pytest
from crmsync.adapters.metered_transport import MeteredTransport
from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError
from crmsync.ports.usage import Caller

from sandbox.memory.clock import ManualClock
from sandbox.memory.ledger import MemoryLedger
from tests.unit.crm_adapters.scripted import ScriptedTransport

CALL = ApiCall("GET", "/x", "look")
SEARCH = ApiCall("POST", "/s", "changed_since", is_search=True)


class Refusing(MemoryLedger):
    """Refuses as scripted, then takes all."""

    def __init__(self, refusals: list[Refused]) -> None:
        super().__init__()
        self.refusals = refusals
        self.asked: list[tuple[int, int]] = []
        self.returned: list[tuple[int, Millis]] = []
        self.reports: list[Mapping[tuple[str, str, str], int]] = []

    def reserve(
        self, side: Side, units: int, allowance: Allowance, now: Millis, *, searches: int = 0
    ) -> Refused | None:
        self.asked.append((units, searches))
        return self.refusals.pop(0) if self.refusals else None

    def give_back(self, side: Side, units: int, reserved_at: Millis) -> None:
        self.returned.append((units, reserved_at))

    def record(self, side: Side, at: Millis, counts: Mapping[tuple[str, str, str], int]) -> None:
        self.reports.append(counts)


class Setup:
    def __init__(self, *refusals: Refused, answers: int = 9, time_left: Millis | None = None) -> None:
        self.ledger = Refusing(list(refusals))
        self.clock = ManualClock()
        self.inner = ScriptedTransport([ApiAnswer(200)] * answers)
        self.metered = MeteredTransport(
            self.inner,
            self.ledger,
            Side.HUBSPOT,
            clock=self.clock,
            caller=Caller("sync_records", CallClass.LIVE),
            allowance=lambda _: Allowance(100, "rolling"),
            latest=self.clock.now() + time_left if time_left is not None else None,
        )


def test_a_unit_is_taken_before_the_call() -> None:
    setup = Setup(Refused(60_000, exhausted=True))
    with pytest.raises(CrmError) as caught:
        setup.metered.send(CALL)
    assert setup.inner.calls == []
    assert caught.value.failure.consequence is Consequence.QUOTA_EXHAUSTED
    assert caught.value.failure.retry_after == 60_000


def test_a_short_limit_is_waited_out() -> None:
    setup = Setup(Refused(300, exhausted=False), Refused(500, exhausted=False))
    start = setup.clock.now()
    assert setup.metered.send(CALL).status == 200
    assert setup.clock.now() - start == 800


def test_no_call_begins_late_and_none_takes_a_unit_then() -> None:
    setup = Setup(time_left=1_000)
    setup.clock.advance(1_000)
    assert setup.metered.send(CALL).status == 200
    setup.clock.advance(1)
    with pytest.raises(CrmError) as caught:
        setup.metered.send(CALL)
    assert caught.value.failure.consequence is Consequence.RETRY_LATER
    assert (len(setup.inner.calls), setup.ledger.asked) == (1, [(1, 0)])


def test_no_short_limit_is_waited_out_for_a_call_that_would_come_late() -> None:
    setup = Setup(Refused(500, exhausted=False), time_left=499)
    start = setup.clock.now()
    with pytest.raises(CrmError):
        setup.metered.send(CALL)
    assert (setup.clock.now(), setup.inner.calls) == (start, [])


@pytest.mark.parametrize(
    ("refusals", "waited"),
    [([Refused(2_001, exhausted=False)], 0), ([Refused(1_000, exhausted=False)] * 4, 3_000)],
)
def test_no_long_wait_and_no_endless_one(refusals: list[Refused], waited: int) -> None:
    setup = Setup(*refusals)
    start = setup.clock.now()
    with pytest.raises(CrmError) as caught:
        setup.metered.send(CALL)
    assert caught.value.failure.consequence is Consequence.RETRY_LATER
    assert caught.value.failure.retry_after == refusals[0].retry_after
    assert setup.clock.now() - start == waited


def test_a_batch_reserves_once_and_gives_back_what_it_did_not_use() -> None:
    setup = Setup()
    start = setup.clock.now()
    with setup.metered as metered:
        metered.reserve_ahead(3)
        setup.clock.advance(50)
        metered.reserve_ahead(1)
        metered.send(CALL)
        metered.send(CALL)
    assert setup.ledger.asked == [(3, 0), (1, 0)]
    assert setup.ledger.returned == [(2, start)]
    setup.metered.close()
    assert setup.ledger.returned == [(2, start)]


def test_searches_take_a_unit_of_their_own_limit() -> None:
    setup = Setup()
    setup.metered.reserve_ahead(1)
    setup.metered.send(SEARCH)
    assert setup.ledger.asked == [(1, 0), (1, 1)]


def test_every_attempt_is_counted_and_reported_once() -> None:
    setup = Setup(answers=1)
    setup.inner.steps.append(NoAnswerError("timed out"))
    setup.inner.steps.append(ApiAnswer(503))
    setup.metered.send(CALL)
    with pytest.raises(NoAnswerError):
        setup.metered.send(CALL)
    setup.metered.send(SEARCH)
    setup.metered.close()
    setup.metered.close()
    assert setup.ledger.reports == [{("live", "look", "sync_records"): 2, ("live", "changed_since", "sync_records"): 1}]


def test_nothing_reserved_for_no_calls() -> None:
    setup = Setup()
    setup.metered.reserve_ahead(0)
    setup.metered.close()
    assert (setup.ledger.asked, setup.ledger.returned, setup.ledger.reports) == ([], [], [])


def test_the_pace_that_an_answer_grants_is_shared() -> None:
    setup = Setup()
    granted = {"x-hubspot-ratelimit-max": "100", "x-hubspot-ratelimit-interval-milliseconds": "10000"}
    setup.inner.steps = [ApiAnswer(200, headers=granted), ApiAnswer(200)]
    for _ in range(2):
        setup.metered.send(CALL)
    assert setup.ledger.window(Side.HUBSPOT) == 100


def test_a_store_that_does_not_answer_costs_no_answer_of_the_crm(monkeypatch: pytest.MonkeyPatch) -> None:
    setup = Setup()

    def no_answer(*_: object) -> None:
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))

    monkeypatch.setattr(setup.ledger, "set_window", no_answer)
    setup.inner.steps = [ApiAnswer(201, headers={"x-hubspot-ratelimit-max": "100"})]
    assert setup.metered.send(CALL).status == 201
