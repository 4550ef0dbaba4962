"""Salesforce calls of a day on which nobody changes anything."""

from __future__ import annotations

import re

from crmsync.core.record import Millis, Side

from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.aws.template import read_template
from sandbox.stack.place import PROJECT

DAY: Millis = 24 * 60 * MINUTE
QUICK_DAY: Millis = 60 * MINUTE
MOST_CALLS = 600


def measure(lab: Lab) -> Section:
    """A day is walked minute by minute on the virtual clock, with every schedule of template.yaml."""
    length = QUICK_DAY if lab.samples.is_quick else DAY
    virtual = VirtualProduct()
    rounds = {
        "ConfigGuardRate": virtual.product.guard,
        "ResumeParkedRate": virtual.product.resume,
        "SalesforcePollRate": lambda: virtual.product.poll(Side.SALESFORCE, virtual.now + MINUTE),
        "HubspotPollRate": lambda: virtual.product.poll(Side.HUBSPOT, virtual.now + MINUTE),
        "RefreshLimitsRate": virtual.product.refresh,
    }
    gaps = {name: _minutes(name) for name in rounds}
    begin = virtual.now
    for minute in range(length // MINUTE):
        for name, run in rounds.items():
            if minute % gaps[name] == 0:
                virtual.run(run)
        virtual.work()
        virtual.pass_time(begin + (minute + 1) * MINUTE - virtual.now)
    scale = DAY / length
    return Section(
        (
            Row("Salesforce calls a day, contacts and leads on", virtual.calls(Side.SALESFORCE) * scale, "calls", MOST_CALLS),
            Row("HubSpot calls a day", virtual.calls(Side.HUBSPOT) * scale, "calls"),
        ),
        ("24 hours on the virtual clock, on in-memory stores, with the rates that template.yaml has by default.",),
    )


def _minutes(parameter: str) -> int:
    """From `rate(5 minutes)`."""
    text = str(read_template(PROJECT / "template.yaml")["Parameters"][parameter]["Default"])
    found = re.fullmatch(r"rate\((\d+) minutes?\)", text)
    if found is None:
        raise ValueError(f"{parameter}: {text} is no rate in minutes")
    return int(found[1])
