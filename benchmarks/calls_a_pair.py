"""CRM calls a record when a thousand linked records of one object pair change at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crmsync.core.record import Side

from benchmarks.campaign_calls import CampaignCrowd
from benchmarks.crowd import Pair
from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from benchmarks.pair_crowd import KINDS, Kind, PairCrowd

FULL, QUICK = 1_000, 20
IN_BATCHES, ONE_BY_ONE = 0.04, 0.1
WEBHOOK_EVENTS = 100


def measure(lab: Lab) -> Section:
    number = QUICK if lab.samples.is_quick else FULL
    rows = (row for kind in KINDS for row in _rows(kind, number))
    return Section((*rows, *_campaigns(number)), _REMARKS)


def _campaigns(number: int) -> Iterator[Row]:
    crowd = CampaignCrowd(number)
    unit = "calls a record"
    yield Row(f"{number} new members of a campaign, by poll", crowd.calls(crowd.add_members), unit, IN_BATCHES)
    yield Row(f"{number} join a campaign by a list, no live feed", crowd.calls(crowd.enlist), unit, IN_BATCHES)
    heard = CampaignCrowd(number)
    heard.hear()
    yield Row(f"{number} join a campaign by a list, live feeds healthy", heard.calls(heard.enlist), unit, IN_BATCHES)


def _rows(kind: Kind, number: int) -> Iterator[Row]:
    crowd = PairCrowd(kind)
    pairs = crowd.linked(number)
    what = f"{number} {kind.name}"
    yield Row(f"{what} by poll, half in each CRM", _by_poll(crowd, pairs), "calls a record", IN_BATCHES)
    yield Row(f"{what} in webhooks of {WEBHOOK_EVENTS}", _in_webhooks(crowd, pairs), "calls a record", IN_BATCHES)
    yield Row(f"{what} one by one, half in each CRM", _one_by_one(crowd, pairs), "calls a record", ONE_BY_ONE)


def _by_poll(crowd: PairCrowd, pairs: list[Pair]) -> float:
    """Less what the same rounds cost while nothing changes."""

    def change() -> None:
        _edit_both(crowd, pairs)
        crowd.pass_rounds()

    idle = _calls(crowd, crowd.pass_rounds)
    return _spent(crowd, pairs, change) - idle / len(pairs)


def _in_webhooks(crowd: PairCrowd, pairs: list[Pair]) -> float:
    def change() -> None:
        crowd.edit_in_hubspot(pairs)
        crowd.virtual.settle(most_messages=1)

    crowd.push(WEBHOOK_EVENTS)
    return _spent(crowd, pairs, change)


def _one_by_one(crowd: PairCrowd, pairs: list[Pair]) -> float:
    def change() -> None:
        _edit_both(crowd, pairs)
        crowd.virtual.settle()

    crowd.push(1)
    return _spent(crowd, pairs, change)


def _edit_both(crowd: PairCrowd, pairs: list[Pair]) -> None:
    half = len(pairs) // 2
    crowd.edit_in_hubspot(pairs[:half])
    crowd.edit_in_salesforce(pairs[half:])


def _spent(crowd: PairCrowd, pairs: list[Pair], change: Callable[[], object]) -> float:
    """Calls a record. Raises AssertionError when not every edit crossed."""
    before = len(crowd.virtual.product.history.all())
    calls = _calls(crowd, change)
    crossed = len(crowd.virtual.product.history.all()) - before
    if crossed != len(pairs):
        raise AssertionError(f"{crossed} of {len(pairs)} {crowd.kind.name} crossed")
    return calls / len(pairs)


def _calls(crowd: PairCrowd, act: Callable[[], object]) -> int:
    before = sum(crowd.virtual.calls(side) for side in Side)
    act()
    return sum(crowd.virtual.calls(side) for side in Side) - before


_REMARKS = """
On the virtual clock and in-memory stores. Companies, deals of a company, tickets, tasks and custom objects of a contact
each; the pair is on beside contacts, and companies with deals. Contacts are under “CRM calls a record in a burst”.

By poll: as there; what the same rounds cost while nothing changes is measured before, and is not in it. Otherwise both
CRMs push, a worker has one webhook of a hundred, or a hundred messages of one change each, and the echoes of all writes
are in it.

Who becomes a member is read in both CRMs and shown in HubSpot; who joins by a list is written to both. Of five hundred,
that is eleven and twelve calls. The pages of the list come on top, and those of HubSpot's poll that show the echoes,
each twice without a live feed, since a round looks back over the last one.
"""
