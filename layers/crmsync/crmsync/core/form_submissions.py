"""What a contact's property says of the forms that the person submitted: `form:page:time` for each, with semicolons."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.record import Millis, Value


def last_submission(submissions: Value, form_id: str) -> Millis | None:
    """When that form was submitted last; None when it was not. HubSpot does not document the property: what does not
    look like a submission is passed over.
    """
    return max(_times(str(submissions or ""), form_id.lower()), default=None)


def _times(submissions: str, form_id: str) -> Iterator[Millis]:
    for one in submissions.split(";"):
        parts = one.strip().split(":")
        if parts[0].lower() == form_id and parts[-1].isdecimal():
            yield int(parts[-1])
