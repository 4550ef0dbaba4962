"""The admin function, as the CLI calls it."""

from collections.abc import Mapping
from typing import Any

import pytest
from crmsync.cli.failure import CliError
from crmsync.cli.target import Target

from tests.unit.cli.answers import (
    adoption,
    app,
    checks,
    config,
    parked,
    plan,
    planned,
    reconcile_report,
    reconcile_round,
    record,
    set_config,
    status,
    switched,
    usage,
)


class FakeAdmin:
    """Answers by command; a CliError is raised. Keeps what it was asked, and for which target."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.targets: list[Target] = []
        self.answers: dict[str, Any] = {
            "status": status(),
            "usage": usage(),
            "parked.list": {"items": [parked()], "next": None},
            "parked.retry": {"due": 3},
            "record.show": record(),
            "config.show": config(),
            "config.set": set_config(),
            "resync": {"enqueued": 2, "next": None},
            "undo": {"enqueued": 1, "next": None},
            "breaker.confirm": {"resumed": 2, "confirmed_until": 1_795_317_840_000},
            "privacy.erase": {"enqueued": "hubspot#contact#51", "was_linked": True},
            "pause": switched(paused=True),
            "resume": switched(paused=False),
            "preview.list": {"dry_run": True, "items": [planned()], "next": None},
            "record.plan": plan(),
            "doctor": checks(),
            "setup.check": checks(),
            "setup.properties": {
                "group": "crmsync",
                "created": ["crmsync_status"],
                "there": ["rating"],
                "foreign": {},
                "refused": [],
            },
            "setup.app": app(),
            "reconcile.start": {**reconcile_round(), "begun": True},
            "reconcile.status": reconcile_round(),
            "reconcile.report": reconcile_report(),
            **dict.fromkeys(("links.adopt", "links.rebuild", "links.status", "links.work", "links.cancel"), adoption()),
        }

    def connect(self, target: Target) -> "FakeAdmin":
        self.targets.append(target)
        return self

    def __call__(self, command: str, args: Mapping[str, Any]) -> Any:
        self.asked.append((command, args))
        answer = self.answers[command]
        if isinstance(answer, CliError):
            raise answer
        return answer


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAdmin:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("CRMSYNC_STACK", "CRMSYNC_STAGE", "PORT_BASE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return FakeAdmin()
