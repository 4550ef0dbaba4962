"""Wires what bringing records in step needs, for every function that does it."""

from __future__ import annotations

from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.ingress import clock, queue, telemetry
from crmsync.bootstrap.stores import (
    breakers,
    campaign_rounds,
    configurations,
    feeds,
    history,
    in_the_way,
    links,
    owner_directories,
    parking,
    pending_stamps,
    randomness,
    waiters,
)
from crmsync.usecases.sync.batch import SyncPorts


def sync_ports(function: str) -> SyncPorts:
    """`function` is in whose name calls are reported."""
    return SyncPorts(
        links=links(),
        parking=parking(),
        history=history(),
        stamps=pending_stamps(),
        queue=queue(),
        gate=crm_gate(function),
        configurations=configurations(),
        owners=owner_directories(),
        campaigns=campaign_rounds(),
        clock=clock(),
        randomness=randomness(),
        telemetry=telemetry(),
        breakers=breakers(),
        feeds=feeds(),
        waiters=waiters(),
        in_the_way=in_the_way(),
    )
