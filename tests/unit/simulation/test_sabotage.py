"""A product that is broken in one place does not hold; and the same seed always tells the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.core.quota import Allowance, Refused
from crmsync.core.record import Millis, Side
from crmsync.ports.crm import Look, Seen
from crmsync.usecases.sync.batch import Batch, SyncPorts
from crmsync.usecases.sync.work_item import WorkItem
from crmsync.usecases.sync.worker import Message, Received, SyncWorker

from sandbox.memory.ledger import MemoryLedger
from sandbox.simulation.__main__ import main
from sandbox.simulation.product import Product
from sandbox.simulation.rest import Result, run_seed
from tests.unit.simulation.worlds import WithLossyLinks, WithoutHistory, fingerprint, first_broken

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).resolve().parents[3]


class GenerousLedger(MemoryLedger):
    def reserve(
        self, side: Side, units: int, allowance: Allowance, now: Millis, *, searches: int = 0
    ) -> Refused | None:
        """Counts, and never refuses."""
        super().reserve(side, units, allowance, now, searches=searches)
        return None


class WithoutQuota(Product):
    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self.ledger = GenerousLedger()


class Careless(SyncWorker):
    def handle(self, messages: Sequence[Message], deadline: Millis) -> Received:
        """Says that all is done, and has looked at the first only."""
        return super().handle(messages[:1], deadline)


class WithCarelessWorker(Product):
    def _worker(self, ports: SyncPorts) -> SyncWorker:
        return Careless(ports)


def test_without_history_edits_are_lost() -> None:
    assert first_broken(WithoutHistory, "is lost") is not None


def test_a_lost_commit_is_limbo() -> None:
    assert first_broken(WithLossyLinks, "is still leased or has open intents") is not None


def test_without_quota_caps_are_exceeded() -> None:
    assert first_broken(WithoutQuota, "the cap is") is not None


def test_a_change_that_is_dropped_is_missed() -> None:
    assert first_broken(WithCarelessWorker, "went into a batch and has no outcome") is not None


def test_a_worker_that_sees_nobody_creates_them_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    look = SalesforceCrm.look

    def blind(crm: SalesforceCrm, wanted: Look) -> Seen:
        seen = look(crm, wanted)
        return Seen(seen.records, dict.fromkeys(seen.matches, ()))

    monkeypatch.setattr(SalesforceCrm, "look", blind)
    assert first_broken(Product, "was created", first=53) is not None


def test_an_erasure_that_does_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def forget_nothing(items: Sequence[WorkItem], _: Batch) -> None:
        for item in items:
            item.leave(Outcome(OutcomeName.ERASED))

    monkeypatch.setattr("crmsync.usecases.sync.sync_batch.erase", forget_nothing)
    assert first_broken(Product, "was not erased", first=4) is not None


def test_contacts_that_nobody_tells_are_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.sync.sync_batch.tell_contacts", lambda *_: None)
    assert first_broken(Product, "asks for", first=31) is not None


def test_the_same_seed_leads_to_the_same_world() -> None:
    assert fingerprint(7) == fingerprint(7) != fingerprint(8)


def test_no_order_of_a_set_decides_anything() -> None:
    """Texts have another order in the sets of each of the two processes."""
    assert printed_fingerprint(hash_seed=0) == printed_fingerprint(hash_seed=1)


def printed_fingerprint(hash_seed: int) -> str:
    return subprocess.run(
        [sys.executable, "-c", "from tests.unit.simulation.worlds import fingerprint; print(fingerprint(7))"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    ).stdout


def test_seeds_that_hold_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "2", "--first-seed", "5", "--processes", "1"]) == 0
    assert capsys.readouterr().out.startswith("simulation: 2 of 2 seeds held (")


def test_a_seed_that_broke_can_be_replayed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def run(seed: int) -> Result:
        if seed == 6:
            raise RuntimeError("the scheduler fell over")
        return run_seed(seed)

    monkeypatch.setattr("sandbox.simulation.__main__.run_seed", run)
    assert main(["--seeds", "2", "--first-seed", "5", "--processes", "1"]) == 1
    told = capsys.readouterr().out
    assert "replay: make simulate SEEDS=1 FIRST_SEED=6" in told
    assert "RuntimeError: the scheduler fell over" in told
    assert "simulation: 1 of 2 seeds held" in told
