"""CRM calls a record when a thousand linked people are put into a campaign, in Salesforce or by a list of HubSpot's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crmsync.core.feed_health import JUDGED
from crmsync.core.record import Side

from benchmarks.all_pairs import ON, prepare, put
from benchmarks.crowd import HUBSPOT_BATCH, Crowd, Pair, looks_at
from benchmarks.linked_people import POLL_GAP, ROUNDS
from benchmarks.pair_crowd import FOLLOWED
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.memory.queue import LIVE

HOUR = 60 * MINUTE
HEARD_ROUNDS = 12
LISTS = "/crm/v3/lists"


class CampaignCrowd:
    """Linked people; the two campaigns and the list are there since yesterday."""

    def __init__(self, number: int) -> None:
        self.virtual = VirtualProduct()
        self._is_heard = False
        prepare(self.virtual)
        put(self.virtual, {"settings/campaign": ON})
        self.shown, joined = self._campaign("Spring fair"), self._campaign("Autumn fair")
        body = {"name": "Visitors", "objectTypeId": "0-1", "processingType": "MANUAL"}
        self._list = self.virtual.desk.ask("hubspot", "POST", LISTS, body)["list"]["listId"]
        put(self.virtual, {"campaigns/autumn": {"list_id": self._list, "campaign_id": joined}})
        self.pairs = self._linked(number)
        self.virtual.pass_time(HOUR)
        self.virtual.run(self.virtual.product.guard)
        self.pass_rounds()

    def _campaign(self, name: str) -> str:
        path = self.virtual.salesforce_user.PATH
        return str(
            self.virtual.desk.ask("salesforce", "POST", f"{path}/Campaign", {"Name": name, "IsActive": True})["id"]
        )

    def _linked(self, number: int) -> Sequence[Pair]:
        pairs = Crowd(self.virtual.desk).made(number)
        for body in looks_at(pairs, self.virtual.now):
            self.virtual.product.queue.put(LIVE, body)
        self.virtual.work()
        return pairs

    def hear(self) -> None:
        """From now on both CRMs push, and the polls keep to their pace: it is an hour then until all is seen."""
        self.virtual.push(events=FOLLOWED)
        for feed in JUDGED.values():
            self.virtual.product.feeds.heard(feed, self.virtual.now)
        self._is_heard = True
        self.pass_rounds()

    def pass_rounds(self) -> None:
        for _ in range(HEARD_ROUNDS if self._is_heard else ROUNDS):
            self.virtual.pass_time(POLL_GAP)
            self.virtual.settle()
            self.virtual.poll(force=not self._is_heard)
            self.virtual.work()

    def add_members(self) -> None:
        """By people of Salesforce."""
        records = [{"CampaignId": self.shown, "ContactId": pair.salesforce} for pair in self.pairs]
        body = {"object": "CampaignMember", "records": records, "ids": []}
        answer = self.virtual.desk.control("salesforce", "load", body)
        if answer["errors"]:
            raise AssertionError(answer["errors"][:3])

    def enlist(self) -> None:
        """By people of HubSpot."""
        path = f"{LISTS}/{self._list}/memberships/add"
        for start in range(0, len(self.pairs), HUBSPOT_BATCH):
            ids = [pair.hubspot for pair in self.pairs[start : start + HUBSPOT_BATCH]]
            self.virtual.desk.ask("hubspot", "PUT", path, ids)

    def calls(self, act: Callable[[], None]) -> float:
        """A record, less what the same rounds cost while nothing changes. Raises AssertionError when one is missed."""
        idle, before = self._spent(self.pass_rounds), len(self.virtual.product.history.all())
        act()
        calls = self._spent(self.pass_rounds)
        if len(self.virtual.product.history.all()) - before != len(self.pairs):
            raise AssertionError("not everybody is shown with the campaign")
        return (calls - idle) / len(self.pairs)

    def _spent(self, act: Callable[[], None]) -> int:
        before = sum(self.virtual.calls(side) for side in Side)
        act()
        return sum(self.virtual.calls(side) for side in Side) - before
