"""Seeds with an inclusion list: they hold, and a product that lets outsiders through is found."""

from __future__ import annotations

from random import Random

import pytest
from crmsync.usecases.sync import sync_batch

from sandbox.simulation.audience import LISTED
from sandbox.simulation.rest import run, run_seed
from sandbox.simulation.world import World

pytestmark = pytest.mark.no_cover

SEEDS = [seed for seed in range(1, 200) if Random(f"{seed}/audience").random() < LISTED]


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_a_seed_with_a_list_holds(seed: int) -> None:
    world = World(seed)
    assert run(world, seed).broken == ()
    assert world.audience.moves


def test_a_product_that_lets_everybody_through_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_batch, "hold_back", lambda _items, _batch: None)
    problems = (problem for seed in SEEDS for problem in run_seed(seed).broken)
    assert any("crossed outside the inclusion list" in problem for problem in problems)
