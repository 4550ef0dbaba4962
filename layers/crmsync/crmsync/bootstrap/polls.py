"""What both polls have in common."""

from __future__ import annotations

from crmsync.bootstrap.ingress import clock, queue, telemetry
from crmsync.bootstrap.stores import configurations, feeds, jobs, links, owner_directories, randomness
from crmsync.ports.budget import CrmGate
from crmsync.usecases.poll import PollPorts


def poll_ports(gate: CrmGate) -> PollPorts:
    return PollPorts(
        jobs=jobs(),
        gate=gate,
        links=links(),
        queue=queue(),
        configurations=configurations(),
        clock=clock(),
        randomness=randomness(),
        telemetry=telemetry(),
        owners=owner_directories(),
        feeds=feeds(),
    )
