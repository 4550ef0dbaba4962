"""What people did that HubSpot tells by properties of the contact: when it was the last time, and which form or e-mail
it was about. Salesforce is told by a task of the person that is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from crmsync.core.instant import date_text, datetime_text
from crmsync.core.record import Value

TASK = "Task"
_MARK = "HubSpot told of this at "
_SUBJECT_MAX = 255


class Engagement(NamedTuple):
    """`name` is the word in `types` of `settings/task`; the task's subject begins with `subject`; the property `about`
    names the form or e-mail, where HubSpot keeps that.
    """

    name: str
    subject: str
    about: str = ""


class Engaged(NamedTuple):
    """One engagement of one person; `key` is that of its mapping. `is_doubtful`: it may have been told before."""

    engagement: Engagement
    key: str
    at: datetime
    about: str
    is_doubtful: bool


def task_of(engaged: Engaged, person: str) -> dict[str, Value]:
    """The fields of the task; the same whenever it is told."""
    subject = engaged.engagement.subject
    return {
        "WhoId": person,
        "Subject": (f"{subject}: {engaged.about}" if engaged.about else subject)[:_SUBJECT_MAX],
        "Description": f"{_MARK}{datetime_text(engaged.at)}",
        "ActivityDate": date_text(engaged.at),
        "Status": "Completed",
    }


def is_told_by_us(description: Value) -> bool:
    """Whether a task with such a description is one of these, and no activity of its own."""
    return str(description or "").startswith(_MARK)
