"""CRM calls of a day on which nobody changes anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from crmsync.core.record import Millis, Side

from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.aws.template import read_template
from sandbox.stack.place import PROJECT

MINUTES_A_DAY, QUICK_MINUTES = 24 * 60, 60
MOST_CALLS = 600

Rounds = Mapping[str, Callable[[], object]]
"""By the parameter of template.yaml that says how often."""


def measure(lab: Lab) -> Section:
    minutes = QUICK_MINUTES if lab.samples.is_quick else MINUTES_A_DAY
    virtual = VirtualProduct()
    _pass_time(virtual, minutes)
    salesforce, hubspot = (_a_day(virtual, side, minutes) for side in (Side.SALESFORCE, Side.HUBSPOT))
    return Section(
        (
            Row("Salesforce, contacts and leads on", salesforce, "calls a day", MOST_CALLS),
            Row("HubSpot", hubspot, "calls a day"),
        ),
        _REMARKS,
    )


def _a_day(virtual: VirtualProduct, side: Side, minutes: int) -> float:
    return virtual.calls(side) * MINUTES_A_DAY / minutes


def _pass_time(virtual: VirtualProduct, minutes: int) -> None:
    rounds = _rounds(virtual)
    gaps = {parameter: _gap(parameter) for parameter in rounds}
    began: Millis = virtual.now
    for minute in range(minutes):
        for parameter, run in rounds.items():
            if minute % gaps[parameter] == 0:
                virtual.run(run)
        virtual.work()
        virtual.pass_time(began + (minute + 1) * MINUTE - virtual.now)


def _rounds(virtual: VirtualProduct) -> Rounds:
    product = virtual.product
    return {
        "ConfigGuardRate": product.guard,
        "ResumeParkedRate": product.resume,
        "SalesforcePollRate": lambda: product.poll(Side.SALESFORCE, virtual.now + MINUTE),
        "HubspotPollRate": lambda: product.poll(Side.HUBSPOT, virtual.now + MINUTE),
        "FlushStampsRate": product.flush,
        "RefreshLimitsRate": product.refresh,
    }


def _gap(parameter: str) -> int:
    """In minutes, from `rate(5 minutes)`."""
    text = str(read_template(PROJECT / "template.yaml")["Parameters"][parameter]["Default"])
    found = re.fullmatch(r"rate\((\d+) minutes?\)", text)
    if found is None:
        raise ValueError(f"{parameter}: {text} is no rate in minutes")
    return int(found[1])


_REMARKS = """
A day on the virtual clock and in-memory stores, with the schedules that template.yaml has by default.
"""
