"""People opt out of e-mail: in HubSpot by a link in an e-mail, in Salesforce somebody ticks a box, or unticks it."""

from __future__ import annotations

from crmsync.core.opt_out_latch import OPT_OUT
from crmsync.core.record import Side

from sandbox.simulation.people import Edit, Known, People

BOX = "HasOptedOutOfEmail"
UNTICKS = 0.25


def opt_out(people: People, now: int) -> None:
    known = people.choose()
    ticks = known.side is Side.HUBSPOT or people.rng.random() > UNTICKS
    taken = _unsubscribe(people, known) if known.side is Side.HUBSPOT else _set_box(people, known, ticks=ticks)
    if taken:
        people.consents.append(Edit(now, *known, OPT_OUT, "true" if ticks else "false"))


def _unsubscribe(people: People, known: Known) -> bool:
    shown = people.hubspot.show(known.id, ["email"])
    email = shown and shown.get("email")
    if not email:
        return False
    path = f"/communication-preferences/v4/statuses/{email}/unsubscribe-all?channel=EMAIL"
    return people.hubspot.send("POST", path).status == 200


def _set_box(people: People, known: Known, *, ticks: bool) -> bool:
    path = f"{people.salesforce.PATH}/{known.object_type}/{known.id}"
    return people.salesforce.send("PATCH", path, {BOX: ticks}).status == 204
