"""An import as a whole: what all of its lanes have done together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crmsync.core.import_job import ImportJob
from crmsync.usecases.imports.walk_on import OTHERS


def whole(job: ImportJob, others: Sequence[ImportJob]) -> ImportJob:
    """Lane 0, with the sums of all lanes. It waits for what every lane that works waits for."""
    lanes = [job, *others]
    at_work = [lane for lane in lanes if lane.is_at_work and lane.waiting != OTHERS]
    return replace(
        job,
        counts=_sums(lane.counts for lane in lanes),
        reasons={category: count for category, count in _sums(lane.reasons for lane in lanes).items() if count},
        pending=[key for lane in lanes for key in lane.pending],
        files=sum(lane.files for lane in lanes),
        list_id=next((lane.list_id for lane in lanes if lane.list_id), ""),
        list_url=next((lane.list_url for lane in lanes if lane.list_url), ""),
        warning=next((lane.warning for lane in lanes if lane.warning), ""),
        waiting=at_work[0].waiting if at_work and all(lane.waiting for lane in at_work) else "",
    )


def _sums(counted: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Zeros stay."""
    total: Counter[str] = Counter()
    for counts in counted:
        total.update(counts)
    return dict(total)
