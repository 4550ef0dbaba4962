"""The worker's handler: SQS events in, the partial batch response out, and nothing personal in its logs."""

from __future__ import annotations

import json
import logging
import sys
from types import ModuleType
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.worker import SyncWorker

from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.sync.sync_world import SyncWorld

PERSONAL = ("kim.doe", "Head of Research", "555 01 23", "Lovelace")


class CurrentStdout:
    """Standard output as it is at each write: pytest changes it between a test's fixtures and its body."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


@pytest.fixture
def world() -> SyncWorld:
    """Contacts 101 and 102, whom the events name, are linked."""
    world = SyncWorld()
    first = world.linked("first@example.org", jobtitle="Head of Research")
    second = world.linked("second@example.org")
    assert (first.hubspot, second.hubspot) == ("101", "102")
    return world


@pytest.fixture
def app(world: SyncWorld, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The handler over in-memory ports and the real telemetry."""
    telemetry = PowertoolsTelemetry(f"crmsync-{id(world)}", "crmsync/test")
    handler = telemetry.logger.logger_handler
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(CurrentStdout())
    product = world.product
    ports = SyncPorts(
        links=product.links,
        parking=product.parking,
        history=product.history,
        stamps=product.stamps,
        queue=product.queue,
        gate=product.gate("sync_records"),
        configurations=product.configurations,
        owners=product.owners,
        campaigns=product.campaigns,
        clock=world.clock,
        randomness=product.randomness,
        telemetry=telemetry,
        breakers=product.breakers,
        waiters=product.waiters,
        in_the_way=product.in_the_way,
        feeds=product.feeds,
    )
    app = load_app("sync_records")
    monkeypatch.setattr(app, "worker", lambda: SyncWorker(ports))
    monkeypatch.setattr(app, "clock", lambda: world.clock)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


def answer(app: ModuleType, name: str, remaining_ms: int = 60_000) -> Any:
    return app.handler(example(f"sync_records__{name}"), LambdaContext(remaining_ms))


ALL_DONE: dict[str, Any] = {"batchItemFailures": []}


@pytest.mark.parametrize(
    "name", ["hubspot_changes", "salesforce_changes", "poll_page", "received_again", "deletion", "erasure"]
)
def test_what_was_done_is_not_handed_over_again(app: ModuleType, name: str) -> None:
    assert answer(app, name) == ALL_DONE


def test_the_records_of_an_event_are_synced(app: ModuleType, world: SyncWorld) -> None:
    world.edit_contact("102", phone="+41 44 555 01 23")
    assert world.create_contact(email="kim.doe@example.org", lastname="Doe") == "103"
    world.hubspot.simulator.take_due()
    assert answer(app, "hubspot_changes") == ALL_DONE
    (kim,) = world.people_of("kim.doe@example.org")
    assert world.person(kim, "LastName") == "Doe"
    (second,) = world.people_of("second@example.org")
    assert world.person(second, "Phone") == "+41 44 555 01 23"


def test_a_deletion_takes_the_counterpart_along_where_the_setting_says_so(app: ModuleType, world: SyncWorld) -> None:
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    world.hubspot_user.delete("101")
    world.hubspot.simulator.take_due()
    assert answer(app, "deletion") == ALL_DONE
    assert world.people_of("first@example.org") == []
    assert len(world.people_of("second@example.org")) == 1


def test_an_erasure_leaves_no_trace(app: ModuleType, world: SyncWorld, capsys: pytest.CaptureFixture[str]) -> None:
    world.hubspot_user.send("POST", "/crm/v3/objects/contacts/gdpr-delete", {"objectId": "101"})
    world.hubspot.simulator.take_due()
    assert answer(app, "erasure") == ALL_DONE
    assert "first@example.org" not in repr([world.product.links.all(), world.product.history.all()])
    assert '"PersonsErased":[1.0]' in capsys.readouterr().out


def test_what_a_breaker_holds_is_a_metric(
    app: ModuleType, world: SyncWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    """The template's alarms watch it under these dimensions."""
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    world.put("settings/global", {"max_deletions_per_hour": 0})
    world.hubspot_user.delete("101")
    world.hubspot.simulator.take_due()
    answer(app, "deletion")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [held] = [line for line in lines if "BreakerHeld" in line]
    assert (held["BreakerHeld"], held["breaker"]) == ([1.0], "deletions")
    assert len(world.people_of("first@example.org")) == 1


def test_an_undecodable_message_alone_comes_again(app: ModuleType) -> None:
    broken = example("sync_records__undecodable")["Records"][0]["messageId"]
    assert answer(app, "undecodable") == {"batchItemFailures": [{"itemIdentifier": broken}]}


def test_messages_whose_store_does_not_answer_come_again(
    app: ModuleType, world: SyncWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the queue does not either, so that they cannot be sent again."""

    def refuse(*_: object, **__: object) -> object:
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))

    monkeypatch.setattr(world.product.links, "find", refuse)
    monkeypatch.setattr(world.product.queue, "send", refuse)
    records = example("sync_records__hubspot_changes")["Records"]
    failed = answer(app, "hubspot_changes")["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failed] == [record["messageId"] for record in records]


def test_a_message_that_was_received_before_is_split(app: ModuleType, world: SyncWorld) -> None:
    with world.counting() as calls:
        assert answer(app, "received_again") == ALL_DONE
    assert calls.total == 0
    assert world.waiting() == 2


def test_without_time_everything_is_sent_on(app: ModuleType, world: SyncWorld) -> None:
    with world.counting() as calls:
        assert answer(app, "hubspot_changes", remaining_ms=10_000) == ALL_DONE
    assert calls.total == 0
    assert world.waiting() >= 1


def test_a_warm_up_touches_nothing(app: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_worker() -> SyncWorker:
        pytest.fail("a warm-up needs no worker")

    monkeypatch.setattr(app, "worker", no_worker)
    assert answer(app, "warm_up")


@pytest.mark.parametrize(
    "name", ["hubspot_changes", "salesforce_changes", "poll_page", "received_again", "undecodable"]
)
def test_nothing_personal_is_logged(
    app: ModuleType, world: SyncWorld, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    world.control(
        Side.SALESFORCE,
        "schema",
        {
            "op": "add_validation_rule", "object": "Contact", "name": "Rule", "message": "Not Head of Research",
            "field": "Title", "operator": "is_not_blank", "value": "",
        },
    )  # fmt: skip
    world.create_contact(email="kim.doe@example.org", lastname="Lovelace", jobtitle="Head of Research")
    world.hubspot.simulator.take_due()
    answer(app, name)
    printed = capsys.readouterr().out
    assert printed or name == "received_again"
    assert not [value for value in PERSONAL if value in printed]


def test_every_record_is_logged_with_its_outcome(app: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    answer(app, "poll_page")
    facts = [json.loads(line).get("facts", {}) for line in capsys.readouterr().out.splitlines()]
    assert [one["outcome"] for one in facts if one.get("record") == "hubspot#contact#101"]


def test_outcomes_are_metrics(app: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    answer(app, "hubspot_changes")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    counted = {line["outcome"]: line["Records"] for line in lines if "Records" in line}
    assert sum(number for (number,) in counted.values()) == 3


def test_an_invocation_that_fails_counts_what_it_did(
    app: ModuleType, world: SyncWorld, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    app.telemetry().count("Records", 7, outcome="echo")
    monkeypatch.setattr(world.product.links, "find", crash)
    with pytest.raises(ZeroDivisionError):
        answer(app, "hubspot_changes")
    assert '"Records":[7' in capsys.readouterr().out
