"""The state of one HubSpot account: schema, records, people, lists, limits, and what waits to be pushed."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from functools import partial

from sandbox.frame.simulator import Clock
from sandbox.hubspot.associations.graph import Associations
from sandbox.hubspot.associations.linking import follow
from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.limits import CallLimits
from sandbox.hubspot.lists.catalogue import ListCatalogue
from sandbox.hubspot.objects.contact_type import SALESFORCE, SET_UP
from sandbox.hubspot.objects.object_types import DEFAULT_TYPES
from sandbox.hubspot.objects.schema import ObjectType, options
from sandbox.hubspot.objects.search_index import SearchIndex
from sandbox.hubspot.objects.store import RecordStore
from sandbox.hubspot.owners import Owner
from sandbox.hubspot.pipelines.catalogue import PipelineCatalogue
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.webhooks.outbox import Outbox

FIRST_CUSTOM = 3_465_400


class Portal:
    def __init__(self, settings: HubspotSettings, clock: Clock, seed: int) -> None:
        self.settings = settings
        self.clock = clock
        self.rng = random.Random(seed)
        self.owners: dict[str, Owner] = {}
        self.opted_out: dict[str, int] = {}
        """E-mail address → when it was unsubscribed from everything (epoch ms)."""
        self.limits = CallLimits(lambda: self.settings, clock)
        self.webhooks = Outbox(self)
        self.lists = ListCatalogue(self)
        self.associations = Associations(self)
        self.pipelines = PipelineCatalogue(self)
        self.exchange_rates: dict[str, float] = {"USD": 0.92, "GBP": 1.16}
        """By currency, what one of it is worth in the company's currency."""
        self._stores: dict[str, RecordStore] = {}
        self._indexes: dict[str, SearchIndex] = {}
        self._names: dict[str, str] = {}
        self._next_custom = FIRST_CUSTOM
        for object_type in DEFAULT_TYPES:
            self.add_type(object_type.copy())
        self.pipelines.plant()
        self._offer_currencies()
        if not settings.is_set_up:
            self._forget_set_up()

    def _offer_currencies(self) -> None:
        deal = self.store("deal").object_type
        codes = options(self.settings.company_currency, *self.settings.additional_currencies)
        deal.properties["deal_currency_code"] = replace(deal.properties["deal_currency_code"], options=codes)

    def _forget_set_up(self) -> None:
        contact = self.store("contact").object_type
        for name in SET_UP:
            del contact.properties[name]
        del contact.groups[SALESFORCE]

    def now_ms(self) -> int:
        return int(self.clock() * 1000)

    def correlation_id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def add_type(self, object_type: ObjectType, names: tuple[str, ...] = ()) -> None:
        """Makes an object type known under its id, its name, its singular and further names."""
        index = SearchIndex(self, object_type)
        listeners = (index.heed, self.lists.heed, self.webhooks.heed, partial(follow, self))
        self._stores[object_type.id] = RecordStore(object_type, listeners)
        self._indexes[object_type.id] = index
        for name in (object_type.id, object_type.name, object_type.singular, *names):
            self._names[name] = object_type.id

    def next_type_id(self) -> str:
        """Of a custom object."""
        self._next_custom += 1
        return f"2-{self._next_custom}"

    def knows(self, name: str) -> bool:
        return name in self._names

    def object_types(self) -> list[ObjectType]:
        return [store.object_type for store in self._stores.values()]

    def store(self, name: str) -> RecordStore:
        """The records of a type given by id, name or singular. Raises 400 for an unknown type."""
        return self._stores[self.type_id(name)]

    def index(self, name: str) -> SearchIndex:
        return self._indexes[self.type_id(name)]

    def indexes(self) -> list[SearchIndex]:
        return list(self._indexes.values())

    def type_id(self, name: str) -> str:
        found = self._names.get(name)
        if found is None:
            raise ValidationError(f"Unable to infer object type from: {name}")
        return found
