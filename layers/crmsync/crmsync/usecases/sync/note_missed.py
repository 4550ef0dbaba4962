"""Notes what a poll brought and the live feed of that side had not told: the feed loses events, or is dead.

Only what took effect counts. Had the feed told of it, the worker would have found nothing left to do. What the feed of
that side never tells of, such as an e-mail's subject, is nothing that it lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crmsync.core.campaigns import is_membership
from crmsync.core.change import Change
from crmsync.core.failure import CrmError, Written
from crmsync.core.feed_health import JUDGED
from crmsync.core.hubspot_subscriptions import is_announced
from crmsync.core.outcome import OutcomeName
from crmsync.core.poll_cursor import poll_job
from crmsync.core.record import Millis, Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem

TOLD_WITHIN: Millis = 120_000
"""A younger change may still be on its way: CRMs tell within seconds, and a queue may be long."""

_TOOK_EFFECT = {OutcomeName.UPDATED, OutcomeName.CREATED, OutcomeName.LINKED}


def note_missed(items: Sequence[WorkItem], batch: Batch) -> None:
    """Never raises: nothing but the pace of the polls depends on it."""
    for side, count in Counter(side for item in items for side in item.changes if _is_untold(item, side)).items():
        feed, ports = JUDGED[side], batch.ports
        ports.telemetry.count("ChangesMissed", count, feed=feed)
        try:
            ports.feeds.missed(feed, count, ports.clock.now())
        except CrmError as error:
            ports.telemetry.note("missed changes not noted", feed=feed, category=error.failure.category)


def _is_untold(item: WorkItem, side: Side) -> bool:
    """What was resent, or met another side's change or a crashed worker's, may have been told and waited for that."""
    is_alone = len(item.changes) == 1 and not item.windows_before
    return is_alone and _is_old_news(item.changes[side], side) and _took_effect(item) and _is_announced(item, side)


def _is_old_news(change: Change, side: Side) -> bool:
    if change.cause != poll_job(side) or change.attempt:
        return False
    if change.carried is None:
        times = [at for name, at in change.fields.items() if is_membership(name)]
        return bool(times) and change.seen_at - max(times) >= TOLD_WITHIN
    return change.carried_as_of - change.carried.modified_at >= TOLD_WITHIN


def _took_effect(item: WorkItem) -> bool:
    is_well = item.outcome is not None and item.outcome.name in _TOOK_EFFECT
    return is_well and any(isinstance(result, Written) for result in item.results.values())


def _is_announced(item: WorkItem, side: Side) -> bool:
    if side is Side.SALESFORCE or item.plan is None:
        return True
    quiet = {one.hubspot for one in item.pair.mappings if not is_announced(one, item.pair.hubspot_type)}
    written = {entry.field for entry in item.plan.entries if entry.side is side.other}
    return not written or not written <= quiet
