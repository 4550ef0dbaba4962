"""Every cell of docs/triggers.md: what the feed really tells of is what the matrix says."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest
from crmsync.adapters.outbound_message import read
from crmsync.core import change_event, hubspot_webhook
from crmsync.core.change import Change, ChangeKind
from crmsync.core.default_configuration import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.hubspot_list import Join
from crmsync.core.link import Link
from crmsync.core.outbound_message import changes_of
from crmsync.core.record import Gone, Record, RecordRef, Side, Value
from crmsync.usecases.poll import PollPorts
from crmsync.usecases.poll_hubspot import poll_hubspot
from crmsync.usecases.poll_salesforce import poll_salesforce

from sandbox.memory.feed_log import MemoryFeedLog
from sandbox.memory.owner_directories import MemoryOwnerDirectories
from tests.component.functions.function_under_test import ROOT, example
from tests.unit.usecases.fake_crm import FakeGate
from tests.unit.usecases.fakes import (
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeLinks,
    FakeQueue,
    FakeRandomness,
    FakeTelemetry,
)

NOW = 1_795_317_840_000
ORG = "00D5g000004abcDEAW"
CLEARED = "clear"
ACCOUNT = "001000000000001AAA"

Changes = Collection[Change]


def webhook(case: str) -> Changes:
    return hubspot_webhook.parse(example(f"hubspot_webhook__{case}")["body"].encode(), "48123456", NOW).changes


def cdc(case: str) -> Changes:
    return change_event.parse(example(f"salesforce_change_event__{case}"), ORG, NOW).changes


def cdc_of_another_account() -> Changes:
    event = example("salesforce_change_event__contact_update")
    payload = event["detail"]["payload"]
    payload["AccountId"] = ACCOUNT
    payload["ChangeEventHeader"]["changedFields"].append("AccountId")
    return change_event.parse(event, ORG, NOW).changes


def outbound(case: str, **more: str) -> Changes:
    body = example(f"salesforce_outbound__{case}")["body"]
    fields = "".join(f"<sf:{name}>{value}</sf:{name}>" for name, value in more.items())
    return changes_of(read(body.replace("</sObject>", f"{fields}</sObject>").encode()), ORG, NOW).changes


def polled(side: Side, *, record: Record | None = None, gone: Gone | None = None) -> Changes:
    clock, queue, gate, links = FakeClock(NOW), FakeQueue(), FakeGate(), FakeLinks()
    ports: Any = PollPorts(
        FakeJobs(),
        gate,
        links,  # type: ignore[arg-type]
        queue,
        FakeConfigurations(),
        clock,
        FakeRandomness(),
        FakeTelemetry(),
        MemoryOwnerDirectories(),
        MemoryFeedLog(),
    )
    poll = poll_hubspot(ports) if side is Side.HUBSPOT else poll_salesforce(ports)
    poll(NOW * 2, force=True)
    crm = gate.hubspot if side is Side.HUBSPOT else gate.salesforce
    if record is not None:
        crm.records.append(record)
    if gone is not None:
        crm.gone.append(gone)
        links.links[gone.ref] = Link(RecordRef(Side.HUBSPOT, "contact", "1"), gone.ref)
    clock.at += 1
    poll(NOW * 2, force=True)
    return queue.sent


def changed(side: Side, value: str | None = "CTO", *, field: str = "Title") -> Callable[[], Changes]:
    ref = RecordRef(side, "contact" if side is Side.HUBSPOT else "Contact", "1")
    return lambda: polled(side, record=Record(ref, {field: value}, NOW))


def gone(reason: str) -> Callable[[], Changes]:
    return lambda: polled(Side.SALESFORCE, gone=Gone(RecordRef(Side.SALESFORCE, "Lead", "1"), None, reason))


def joined() -> Changes:
    clock, queue, gate = FakeClock(NOW), FakeQueue(), FakeGate()
    gate.hubspot.joins.append(Join("1", NOW))
    pair = replace(CONTACT_PAIR, settings=replace(CONTACT_PAIR.settings, inclusion_list_id="7"), list_chosen_at=NOW)
    chosen = FakeConfigurations(replace(DEFAULT_CONFIGURATION, pairs={"contact": pair}))
    links: Any = FakeLinks()
    told = (FakeTelemetry(), MemoryOwnerDirectories(), MemoryFeedLog())
    ports = PollPorts(FakeJobs(), gate, links, queue, chosen, clock, FakeRandomness(), *told)
    poll_hubspot(ports)(NOW * 2)
    return queue.sent


LOOK = ChangeKind.LOOK
FEEDS: dict[str, dict[str, tuple[Callable[[], Changes], ChangeKind | str]]] = {
    # What the feed delivers, and what must be among it: a kind of change, a cleared field, or this field's value.
    "HubSpot webhooks": {
        "create": (lambda: webhook("creation"), ChangeKind.CREATE),
        "update": (lambda: webhook("property_changes"), ChangeKind.UPDATE),
        "clear": (lambda: webhook("property_changes"), CLEARED),
        "delete": (lambda: webhook("deletion"), ChangeKind.DELETE),
        "merge": (lambda: webhook("merge"), ChangeKind.MERGE),
        "undelete": (lambda: webhook("restore"), ChangeKind.UNDELETE),
        "association": (lambda: webhook("association_changes"), "associatedcompanyid"),
    },
    "Salesforce Change Data Capture": {
        "create": (lambda: cdc("contact_create"), ChangeKind.CREATE),
        "update": (lambda: cdc("contact_update"), ChangeKind.UPDATE),
        "clear": (lambda: cdc("contact_update"), CLEARED),
        "delete": (lambda: cdc("contact_delete"), ChangeKind.DELETE),
        "merge": (lambda: cdc("contact_delete"), ChangeKind.DELETE),
        "convert": (lambda: cdc("lead_converted"), ChangeKind.CONVERT),
        "undelete": (lambda: cdc("contact_undelete"), ChangeKind.UNDELETE),
        "association": (cdc_of_another_account, "AccountId"),
    },
    "Salesforce Outbound Messages": {
        "create": (lambda: outbound("lead"), ChangeKind.UPDATE),
        "update": (lambda: outbound("contact"), ChangeKind.UPDATE),
        "association": (lambda: outbound("contact", AccountId=ACCOUNT), "AccountId"),
    },
    "Salesforce poll": {
        "create": (changed(Side.SALESFORCE), LOOK),
        "update": (changed(Side.SALESFORCE), LOOK),
        "clear": (changed(Side.SALESFORCE, None), CLEARED),
        "delete": (gone("deleted"), ChangeKind.DELETE),
        "merge": (gone("merged"), ChangeKind.MERGE),
        "convert": (gone("converted"), ChangeKind.CONVERT),
        "undelete": (changed(Side.SALESFORCE), LOOK),
        "association": (changed(Side.SALESFORCE, field="AccountId"), "AccountId"),
    },
    "HubSpot poll": {
        "create": (changed(Side.HUBSPOT), LOOK),
        "update": (changed(Side.HUBSPOT), LOOK),
        "clear": (changed(Side.HUBSPOT, None), CLEARED),
        "list join": (joined, LOOK),
    },
}


def matrix() -> list[tuple[str, str, bool]]:
    """(feed, event, whether the page says yes)."""
    lines = (ROOT / "docs" / "triggers.md").read_text().splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    first = next(index for index, row in enumerate(table) if "create" in row)
    rows = table[first + 2 : first + 2 + len(FEEDS)]
    return [
        (row[0], event, cell.startswith("yes"))
        for row in rows
        for event, cell in zip(table[first][1:], row[1:], strict=True)
    ]


def shown(change: Change) -> Mapping[str, Value]:
    return change.carried.values if change.carried is not None else change.event_values or {}


def tells(feed: str, event: str) -> bool:
    if event not in FEEDS[feed]:
        return False
    deliver, expected = FEEDS[feed][event]
    if expected == CLEARED:
        return any(None in shown(change).values() for change in deliver())
    if isinstance(expected, ChangeKind):
        return any(change.kind is expected for change in deliver())
    return any(shown(change).get(expected) for change in deliver())


def test_the_matrix_names_every_feed_and_event() -> None:
    assert {feed for feed, _, _ in matrix()} == set(FEEDS)
    assert len(matrix()) == len(FEEDS) * 9


@pytest.mark.parametrize(("feed", "event", "says_yes"), matrix())
def test_the_cell_says_what_the_feed_tells(feed: str, event: str, says_yes: bool) -> None:
    assert tells(feed, event) is says_yes
