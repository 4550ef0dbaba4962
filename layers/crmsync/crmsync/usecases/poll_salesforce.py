"""Finds what changed in Salesforce: one queryAll an object, all objects in one composite call."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.record import Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed
from crmsync.usecases.poll import Poll, PollPorts


def poll_salesforce(ports: PollPorts) -> Poll:
    return Poll(ports, Side.SALESFORCE, _read_pages)


def _read_pages(access: CrmAccess, feeds: Sequence[Feed]) -> list[Page]:
    return access.salesforce.changed_since_many(feeds)
