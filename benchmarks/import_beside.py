"""An import that runs on the local stack while something else is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crmsync.core.import_job import ImportState

from sandbox.data.people import people
from sandbox.data.shapes import SHAPES
from sandbox.stack.stack import Stack

MARK = "Imported"


@contextmanager
def running_import(stack: Stack, number: int) -> Iterator[Callable[[], bool]]:
    """So many new people of Salesforce; yields whether the import is still running. What is left is cancelled."""
    shape = SHAPES["salesforce", "contact"]
    records = [
        {**shape.record(person), "Email": f"imported{place}@example.org", "Department": MARK}
        for place, person in enumerate(people(number))
    ]
    stack.control("salesforce", "load", {"object": "Contact", "records": records, "ids": []})
    job_id = stack.admin("import.start", kind="contacts", where=f"Department = '{MARK}'")["job_id"]
    stack.admin("import.confirm", job_id=job_id, spread=True)

    def is_running() -> bool:
        return bool(stack.admin("import.status", job_id=job_id)["state"] == ImportState.RUNNING)

    try:
        yield is_running
    finally:
        if is_running():
            stack.admin("import.cancel", job_id=job_id)
