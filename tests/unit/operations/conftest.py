"""The administrator's commands over both simulators and the product's in-memory ports."""

from typing import Any

import pytest
from crmsync.core.record import Side
from crmsync.ports.queue_depths import QueueDepth
from crmsync.usecases.admin.crm_checks import CrmChecks
from crmsync.usecases.admin.dispatch import Command, dispatch
from crmsync.usecases.admin.doctor import Doctor
from crmsync.usecases.admin.feeds_shown import Feeds
from crmsync.usecases.admin.setup_app import SetupApp
from crmsync.usecases.admin.setup_check import SetupCheck
from crmsync.usecases.admin.setup_properties import SetupProperties
from crmsync.usecases.admin.show_status import ShowStatus

from sandbox.hubspot.settings import HubspotSettings
from sandbox.memory.queue import BULK, LIVE
from tests.unit.sync.sync_world import SyncWorld


class OperatedWorld(SyncWorld):
    def __init__(self) -> None:
        super().__init__()
        self.dead_letters = 0
        product = self.product
        self.gate = product.gate("admin")
        self.checks = CrmChecks(self.gate, product.configurations, lambda: HubspotSettings().app_token, self.clock)
        feeds = Feeds(product.feeds, product.jobs, dict.fromkeys(Side, "5 minutes"), 0)
        self.status = ShowStatus(
            product.configurations, self.depths, product.parking, product.ledger, feeds, self.clock
        )
        self.commands: dict[str, Command] = {
            "doctor": Doctor(self.checks, self.status),
            "setup.check": SetupCheck(self.checks),
            "setup.properties": SetupProperties(self.gate, product.parameters, self.read_schemas),
            "setup.app": SetupApp(product.configurations, "https://a/hubspot", "https://a/salesforce"),
        }

    def depths(self) -> dict[str, QueueDepth]:
        waiting = {"live": self.product.queue.depth(LIVE), "bulk": self.product.queue.depth(BULK)}
        return {name: QueueDepth(count, 0) for name, count in {**waiting, "dead_letters": self.dead_letters}.items()}

    def answer(self, command: str, **args: Any) -> dict[str, Any]:
        return dispatch(self.commands, {"command": command, "args": args})

    def ask(self, command: str, **args: Any) -> Any:
        answer = self.answer(command, **args)
        assert answer["ok"], answer
        return answer["result"]

    def found(self, command: str = "doctor") -> dict[str, tuple[str, str]]:
        """By check: its health, and what was found."""
        return {one["name"]: (one["health"], one["found"]) for one in self.ask(command)["checks"]}

    def settings(self, side: Side, **changes: Any) -> None:
        self.control(side, "settings", changes)

    def poll_both(self) -> None:
        for side in Side:
            self.product.poll(side, self.clock.now() + 60_000)


@pytest.fixture
def world() -> OperatedWorld:
    return OperatedWorld()
