"""Finds what changed in Salesforce: one queryAll an object, five objects a composite call."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.poll_pace import STRETCHED
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Page
from crmsync.ports.feed import FEEDS_A_CALL, Feed
from crmsync.usecases.poll import Poll, PollPorts


def poll_salesforce(ports: PollPorts, stretched: Millis = STRETCHED) -> Poll:
    return Poll(ports, Side.SALESFORCE, _read_pages, stretched=stretched, most_in_turn=FEEDS_A_CALL)


def _read_pages(access: CrmAccess, feeds: Sequence[Feed]) -> list[Page]:
    return access.salesforce.changed_since_many(feeds)
