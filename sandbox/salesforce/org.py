"""The state of one simulated org: its settings, schema, records, sessions, limits and subscribers."""

from __future__ import annotations

from random import Random

from sandbox.frame.simulator import Clock
from sandbox.salesforce.bulk.query_jobs import QueryJobs
from sandbox.salesforce.ids import IdSequence
from sandbox.salesforce.push.outbound import OutboundMessages, Subscription
from sandbox.salesforce.push.outbox import Outbox
from sandbox.salesforce.push.relay import EventRelay, Relay
from sandbox.salesforce.schema.org_schema import OrgSchema
from sandbox.salesforce.seed.plant import plant
from sandbox.salesforce.seed.users import INTEGRATION_USER, PERSON
from sandbox.salesforce.session import Sessions
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.soql.cursors import Cursors
from sandbox.salesforce.soql.engine import SoqlEngine
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.store.transaction import Caller, Transaction
from sandbox.salesforce.usage import DailyUsage


class Org:
    """A new org with its seed data.

    `ids` and `sessions` may come from an earlier org: a reset neither gives an id out twice nor logs anyone out.
    """

    def __init__(
        self,
        clock: Clock,
        settings: SalesforceSettings,
        random: Random,
        *,
        ids: IdSequence | None = None,
        sessions: Sessions | None = None,
        relay: Relay | None = None,
        subscription: Subscription | None = None,
    ) -> None:
        self.clock = clock
        self.settings = settings
        self.random = random
        self.ids = ids or IdSequence()
        self.schema = OrgSchema(self.now_ms())
        self.store = Store(self.schema)
        plant(self.schema, self.store, self.ids, settings, self.now_ms())
        self.sessions = sessions or Sessions(settings.person_session_id, PERSON, random)
        self.usage = DailyUsage()
        self.soql = SoqlEngine(self.schema, self.store)
        self.cursors = Cursors(self.ids)
        self.query_jobs = QueryJobs()
        self.outbox = Outbox()
        self.relay = EventRelay(self.outbox, random, relay or Relay())
        self.outbound = OutboundMessages(self.outbox, self.store, self.ids, subscription or Subscription())
        self.lock_next_row = False

    def now_ms(self) -> int:
        """The time of a write, in whole seconds where the org keeps no more."""
        now = self.clock()
        return int(now) * 1000 if self.settings.whole_second_times else int(now * 1000)

    def begin(self, caller: Caller) -> Transaction:
        return Transaction(self.store, caller, self.now_ms(), self.lock_next_row)

    def commit(self, transaction: Transaction) -> None:
        """Tells the subscribers what the transaction changed."""
        if not transaction.changes:
            return
        now = self.clock()
        self.relay.publish(transaction, self.settings, now)
        if self.settings.outbound_from_integration_user or not transaction.caller.is_integration:
            self.outbound.publish(transaction, now)

    def person(self) -> Caller:
        """The person at the user interface."""
        return Caller(PERSON, origin=self.settings.person_change_origin)

    def daily_used(self) -> int:
        """Calls in the last 24 hours, those of other integrations too."""
        return self.settings.daily_used + self.usage.used(self.clock())

    def is_integration(self, user_id: str) -> bool:
        return user_id == INTEGRATION_USER
