"""What people, administrators and tests do on the local stack; waits are for conditions, each with a deadline."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import requests

from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS
from sandbox.stack.stack import Stack

PATIENCE_S = 90.0
PROBE_S = 0.05
SIDES: tuple[Literal["hubspot"], Literal["salesforce"]] = ("hubspot", "salesforce")
CHAOS = {"hubspot": "webhooks/chaos", "salesforce": "events/chaos"}
REPLAY = {"hubspot": "webhooks/replay", "salesforce": "events/replay"}


@dataclass(frozen=True)
class Pair:
    """The ids of two linked records, and their address."""

    hubspot: str
    salesforce: str
    email: str


def eventually(probe: Callable[[], Any], wanted: object = True, patience: float = PATIENCE_S) -> None:
    """Fails with what the probe showed last. A CRM's refusal counts as not yet."""
    deadline = time.monotonic() + patience
    while (seen := _probed(probe)) != wanted:
        assert time.monotonic() < deadline, f"expected {wanted!r}, saw {seen!r} after {patience:.0f} s"
        time.sleep(PROBE_S)


def _probed(probe: Callable[[], Any]) -> Any:
    try:
        return probe()
    except requests.HTTPError as error:
        return str(error)


class Journey:
    """Each test has one, with people of its own."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.hubspot = stack.hubspot()
        self.salesforce = stack.salesforce()

    # -- people -----------------------------------------------------------------------------------------------------

    @staticmethod
    def email(name: str = "person") -> str:
        """Nobody's so far."""
        return f"{name}.{uuid.uuid4().hex[:12]}@example.org"

    def linked(self, **properties: str) -> Pair:
        (pair,) = self.all_linked(1, **properties)
        return pair

    def all_linked(self, count: int, **properties: str) -> list[Pair]:
        """Created in HubSpot, arrived in Salesforce, and their echoes are in."""
        emails = [self.email() for _ in range(count)]
        contacts = [self.hubspot.create("contacts", {"email": one, "lastname": "Doe", **properties}) for one in emails]
        eventually(lambda: len(self._people(emails)), count)
        people = self._people(emails)
        return [Pair(contact, people[email], email) for contact, email in zip(contacts, emails, strict=True)]

    def _people(self, emails: list[str]) -> dict[str, str]:
        listed = ", ".join(f"'{email}'" for email in emails)
        rows = self.salesforce.query(f"SELECT Id, Email FROM Contact WHERE Email IN ({listed})")
        return {str(row["Email"]): str(row["Id"]) for row in rows}

    def edit_contact(self, pair: Pair, **properties: str) -> None:
        self.hubspot.update("contacts", pair.hubspot, properties)

    def edit_person(self, pair: Pair, **fields: str | None) -> None:
        self.salesforce.update("Contact", pair.salesforce, fields)

    # -- what they see ----------------------------------------------------------------------------------------------

    def contact(self, pair: Pair, *names: str) -> tuple[str | None, ...]:
        shown = self.hubspot.read("contacts", pair.hubspot, *names)
        return tuple(shown.get(name) or None for name in names)

    def person(self, pair: Pair, *names: str) -> tuple[Any, ...]:
        shown = self.salesforce.read("Contact", pair.salesforce, *names)
        return tuple(shown[name] for name in names)

    def people_of(self, email: str, object_type: str = "Contact") -> list[str]:
        rows = self.salesforce.query(f"SELECT Id FROM {object_type} WHERE Email = '{email}'")
        return [str(row["Id"]) for row in rows]

    def contacts_of(self, email: str) -> list[str]:
        return [str(found["id"]) for found in self.hubspot.find("contacts", "email", email)]

    # -- administrators -----------------------------------------------------------------------------------------------

    def parked(self, record_id: str) -> list[tuple[str, str]]:
        """Part and category of each row of that record."""
        items: list[dict[str, Any]] = []
        page: dict[str, Any] = {"next": ""}
        while (after := page.get("next")) is not None:
            page = self.stack.admin("parked.list", limit=500, **({"after": after} if after else {}))
            items += page["items"]
        return [(item.get("part", ""), item["category"]) for item in items if item["id"] == record_id]

    def history(self, pair: Pair) -> list[dict[str, Any]]:
        """Every entry that was written."""
        rows = self.stack.admin("record.show", hubspot_id=pair.hubspot)["history"]
        return [entry for row in rows for entry in row["entries"]]

    @contextmanager
    def parameter(self, name: str, value: object) -> Iterator[None]:
        """An administrator's edit, active in every worker; taken back afterwards."""
        with self.parameters({name: value}):
            yield

    @contextmanager
    def parameters(self, values: Mapping[str, object], *, set_up: bool = False) -> Iterator[None]:
        """By name. `set_up`: the first is refused until the set-up has created what the portal lacks for it."""
        try:
            for place, (name, value) in enumerate(values.items()):
                answer = self.stack.put_parameter(name, value)
                if set_up and place == 0:
                    self.stack.admin("setup.properties")
                else:
                    assert answer["refusals"] == []
            self.forget_configuration()
            yield
        finally:
            stage = self.stack.env["CRMSYNC_STAGE"]
            self.stack.aws.ssm.delete_parameters(Names=[f"/crmsync/{stage}/{name}" for name in values])
            self.stack.invoke("ConfigGuardFunction", {"force": True})
            self.forget_configuration()

    @contextmanager
    def switched_on(
        self, pair: str, also: Mapping[str, object] = MappingProxyType({}), **settings: object
    ) -> Iterator[None]:
        """With these settings of the pair, and other parameters."""
        with self.parameters({f"settings/{pair}": {"enabled": True, **settings}, **also}, set_up=True):
            yield

    def set_parameter(self, name: str, value: object) -> None:
        assert self.stack.put_parameter(name, value)["outcome"] == "activated"
        self.forget_configuration()

    @staticmethod
    def forget_configuration() -> None:
        """Workers read the active one anew when what they remember is this old."""
        stale_at = time.monotonic() + CONFIG_CACHE_SECONDS
        eventually(lambda: time.monotonic() > stale_at)

    # -- the weather --------------------------------------------------------------------------------------------------

    @contextmanager
    def storm(self, **chaos: object) -> Iterator[None]:
        """What happens to every event within: `duplicate`, `reorder`, `delay_s`, `lose`."""
        for side in SIDES:
            self.stack.control(side, CHAOS[side], chaos)
        try:
            yield
        finally:
            for side in SIDES:
                self.stack.control(side, CHAOS[side], {})

    def replay(self, last: int) -> None:
        """The last events of both CRMs again: each twice, newest first."""
        for side in SIDES:
            self.stack.control(side, REPLAY[side], {"last": last})

    def calls(self) -> Mapping[str, int]:
        """crmsync's calls by side, as the CRMs count them."""
        return {side: int(self.stack.control(side, "calls", method="GET")["by_client"]["app"]) for side in SIDES}

    def usage(self) -> Mapping[str, int]:
        """crmsync's calls of today by side, as it counts them itself."""
        shown = self.stack.admin("usage")
        return {side: int(shown[side]["days"][-1]["calls"]) for side in SIDES}
