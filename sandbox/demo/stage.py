"""What the steps of the demo use: both CRMs as people see them, the administrator's commands, and a stopwatch."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from sandbox.stack.stack import Stack

PATIENCE_S = 30.0
POLL_S = 0.03


class StepFailedError(Exception):
    """Something did not arrive, or arrived wrong; the text says what was expected and what was seen."""


class Stage:
    def __init__(self, stack: Stack, tag: str) -> None:
        """`tag` keeps the e-mail addresses of this run apart from those of any other."""
        self.stack = stack
        self.hubspot = stack.hubspot()
        self.salesforce = stack.salesforce()
        self.people_changes = 0
        """Record changes that people made: what the classic connector takes three calls for."""
        self._tag = tag

    def email(self, name: str) -> str:
        return f"{name}.{self._tag}@example.org"

    def edited(self, records: int = 1) -> None:
        self.people_changes += records

    def wait(
        self,
        what: str,
        probe: Callable[[], Any],
        wanted: Any = True,  # noqa: ANN401 - compares anything
        *,
        patience: float = PATIENCE_S,
        every: float = POLL_S,
    ) -> float:
        """Seconds until the probe shows the wanted value. Raises StepFailedError with what it showed last."""
        began = time.monotonic()
        while True:
            seen = self._probed(probe)
            if seen == wanted:
                return time.monotonic() - began
            if time.monotonic() - began > patience:
                raise StepFailedError(f"{what}: expected {wanted!r}, saw {seen!r} after {patience:.0f} s")
            time.sleep(every)

    @staticmethod
    def _probed(probe: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the probe shows
        try:
            return probe()
        except requests.HTTPError as error:
            return str(error)

    @staticmethod
    def rest(seconds: float) -> None:
        time.sleep(seconds)

    def expect(self, what: str, seen: object, wanted: object) -> None:
        if seen != wanted:
            raise StepFailedError(f"{what}: expected {wanted!r}, saw {seen!r}")

    # -- short forms ------------------------------------------------------------------------------------------------

    def contact(self, contact_id: str, name: str) -> str | None:
        """A HubSpot property; blank is None."""
        return self.hubspot.read("contacts", contact_id, name).get(name) or None

    def person(self, object_type: str, record_id: str, field: str) -> Any:  # noqa: ANN401 - JSON
        return self.salesforce.read(object_type, record_id, field).get(field)

    def salesforce_ids(self, object_type: str, email: str) -> list[str]:
        rows = self.salesforce.query(f"SELECT Id FROM {object_type} WHERE Email = '{email}'")
        return [str(row["Id"]) for row in rows]

    def hubspot_ids(self, email: str) -> list[str]:
        return [str(row["id"]) for row in self.hubspot.find("contacts", "email", email)]

    def new_pair(self, name: str, **properties: str) -> tuple[str, str]:
        """A contact made in HubSpot and the Salesforce contact that came of it."""
        email = self.email(name)
        contact_id = self.hubspot.create("contacts", {"email": email, "lastname": name.title(), **properties})
        self.edited()
        self.wait("contact in Salesforce", lambda: len(self.salesforce_ids("Contact", email)), 1)
        return contact_id, self.salesforce_ids("Contact", email)[0]

    def calls(self, side: str) -> int:
        """What crmsync has called, by the simulator's own count."""
        return int(self.stack.control(side, "calls", method="GET")["by_client"]["app"])  # type: ignore[arg-type]

    def at_rest(self) -> bool:
        depths = self.stack.queue_depths()
        return depths["ChangeQueue"] + depths["BulkChangeQueue"] == 0
