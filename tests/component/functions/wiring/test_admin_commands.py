"""The admin function's table of commands, as wired for AWS."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from crmsync.bootstrap import admin

from sandbox.aws.template import read_template
from tests.component.functions.function_under_test import ROOT

OPERATING = {
    "doctor",
    "links.adopt",
    "links.cancel",
    "links.rebuild",
    "links.status",
    "links.work",
    "quota.set",
    "quota.show",
    "reconcile.report",
    "reconcile.start",
    "reconcile.status",
    "setup.app",
    "setup.check",
    "setup.properties",
    "undo",
}


@pytest.fixture(autouse=True)
def fresh_wiring() -> Iterator[None]:
    yield
    for factory in vars(admin).values():
        if hasattr(factory, "cache_clear"):
            factory.cache_clear()


def test_every_operating_command_is_wired() -> None:
    assert set(admin.commands()) >= OPERATING


def test_the_schedule_orders_a_command_that_exists() -> None:
    resources: dict[str, Any] = read_template(ROOT / "template.yaml")["Resources"]
    schedule = resources["AdminFunction"]["Properties"]["Events"]["Schedule"]["Properties"]
    assert json.loads(schedule["Input"])["command"] in admin.commands()
