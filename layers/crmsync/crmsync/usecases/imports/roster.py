"""The static list of an import: the contacts that it created, updated or found in step."""

from __future__ import annotations

from crmsync.core.failure import Consequence, CrmError
from crmsync.core.import_estimate import LIST_RECORDS
from crmsync.core.import_job import ImportJob
from crmsync.ports.budget import CrmAccess

_FOR_GOOD = {Consequence.REJECTED_RECORD, Consequence.BAD_CONFIGURATION}


def is_call_worth(job: ImportJob) -> bool:
    return len(job.unlisted) >= LIST_RECORDS


def list_members(job: ImportJob, access: CrmAccess) -> None:
    """A list that HubSpot refuses (no right to lists, or somebody deleted it) does not stop an import: it is told.

    Raises CrmError when it may work later.
    """
    try:
        if not job.list_id:
            job.list_id = access.hubspot.static_list(job.title)
            job.list_url = access.hubspot.list_url(job.list_id) or ""
        access.hubspot.add_to_list(job.list_id, job.unlisted)
    except CrmError as error:
        if error.failure.consequence not in _FOR_GOOD:
            raise
        job.warning = f"the list of the imported contacts is not complete: {error.failure.message}"
    job.unlisted = []
