"""CRM calls of a day on which nobody changes anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from crmsync.core.feed_health import JUDGED
from crmsync.core.record import Millis, Side

from benchmarks.all_pairs import switch_on
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.aws.template import read_template
from sandbox.stack.place import PROJECT

MINUTES_A_DAY, QUICK_MINUTES = 24 * 60, 60
MOST_CALLS = 600
UNIT = "calls a day"

Rounds = Mapping[str, Callable[[], object]]
"""By the parameter of template.yaml that says how often."""


def measure(lab: Lab) -> Section:
    minutes = QUICK_MINUTES if lab.samples.is_quick else MINUTES_A_DAY
    stretched, steady = (_a_day(minutes, is_heard=is_heard) for is_heard in (True, False))
    return Section(
        (
            Row("Salesforce, all pairs on, live feeds healthy", stretched[Side.SALESFORCE], UNIT, MOST_CALLS),
            Row("Salesforce, all pairs on, no live feed", steady[Side.SALESFORCE], UNIT, MOST_CALLS),
            Row("HubSpot, all pairs on, live feeds healthy", stretched[Side.HUBSPOT], UNIT),
            Row("HubSpot, all pairs on, no live feed", steady[Side.HUBSPOT], UNIT),
        ),
        _REMARKS,
    )


def _a_day(minutes: int, *, is_heard: bool) -> dict[Side, float]:
    virtual = VirtualProduct()
    switch_on(virtual)
    before = {side: virtual.calls(side) for side in Side}
    if is_heard:
        for feed in JUDGED.values():
            virtual.product.feeds.heard(feed, virtual.now)
    _pass_time(virtual, minutes)
    return {side: (virtual.calls(side) - before[side]) * MINUTES_A_DAY / minutes for side in Side}


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
        "SalesforcePollRate": lambda: product.poll(Side.SALESFORCE, virtual.now + MINUTE, force=False),
        "HubspotPollRate": lambda: product.poll(Side.HUBSPOT, virtual.now + MINUTE, force=False),
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
A day on the virtual clock and in-memory stores, with the schedules that template.yaml has by default. On are contacts
and leads, companies, deals, tickets, all kinds of activities, campaigns and one custom object.

Without live feed a round of the Salesforce poll reads five objects in turn, in one call: of these ten, each is read
every ten minutes instead of every five.
"""
