from types import ModuleType

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.usecases.flush_stamps import FlushStamps

from sandbox.simulation.portal_properties import add_own_properties
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.sync.sync_world import SyncWorld


@pytest.fixture
def world() -> SyncWorld:
    world = SyncWorld()
    add_own_properties(world.hubspot_user)
    world.read_schemas()
    return world


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, telemetry: PowertoolsTelemetry, world: SyncWorld) -> ModuleType:
    app = load_app("flush_stamps")
    product = world.product
    flush = FlushStamps(
        stamps=product.stamps,
        gate=product.gate("flush_stamps"),
        queue=product.queue,
        jobs=product.jobs,
        configurations=product.configurations,
        clock=world.clock,
        randomness=product.randomness,
        telemetry=telemetry,
    )
    monkeypatch.setattr(app, "flush_stamps", lambda: flush)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


@pytest.mark.parametrize("case", ["schedule", "force"])
def test_what_waits_is_written(app: ModuleType, world: SyncWorld, case: str) -> None:
    pair = world.linked()
    assert app.handler(example(f"flush_stamps__{case}"), LambdaContext()) == {"stamped": 1}
    assert world.contact(pair.hubspot, "crmsync_status", "salesforcecontactid") == ("in_sync", pair.salesforce)
    assert app.handler(example(f"flush_stamps__{case}"), LambdaContext()) == {"stamped": 0}


def test_a_running_round_is_not_doubled(app: ModuleType, world: SyncWorld) -> None:
    world.linked()
    world.product.jobs.start("flush_stamps", "another", world.clock.now(), world.clock.now() + 1_000)
    assert app.handler({"force": True}, LambdaContext()) == {"stamped": 0}


def test_a_warm_up_does_nothing(app: ModuleType, world: SyncWorld) -> None:
    world.linked()
    assert app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert len(world.product.stamps.all()) == 1
