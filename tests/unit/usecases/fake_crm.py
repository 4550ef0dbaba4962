"""Both CRMs as the rounds need them, and the gate that opens them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.failure import CrmError
from crmsync.core.hubspot_list import HubspotList, Join, JoinPage
from crmsync.core.mapping import FieldType
from crmsync.core.owner_directory import Person
from crmsync.core.record import Gone, Millis, Record, Side
from crmsync.ports.crm import LostCreations, Page
from crmsync.ports.feed import Feed


@dataclass
class FakeCrm:
    """Holds records in the order of their stamps and gives them out in pages of `page_size`.

    `before_page` runs before each page: to raise, or to change something meanwhile.
    """

    side: Side
    records: list[Record] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    page_size: int = 2
    usage: tuple[int, int] | CrmError = (10, 1_000)
    known_types: dict[str, dict[str, FieldType]] = field(default_factory=dict)
    asked: list[tuple[str, Millis, Millis, str | None]] = field(default_factory=list)
    before_page: Callable[[], None] = lambda: None
    schema_error: CrmError | None = None
    schema_reads: int = 0
    people: list[Person] = field(default_factory=list)
    people_error: CrmError | None = None
    people_reads: int = 0

    def owners(self) -> list[Person]:
        self.people_reads += 1
        if self.people_error is not None:
            raise self.people_error
        return self.people

    users = owners

    lists: dict[str, HubspotList] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)
    """The members of every list, in the order of their joining."""
    join_pages: list[str | None] = field(default_factory=list)
    """The tokens of the pages that were asked for: here the position in the list."""
    problems: dict[str, str] = field(default_factory=dict)
    """By SOQL condition, what Salesforce has against it."""

    def list_info(self, list_id: str) -> HubspotList | None:
        return self.lists.get(list_id)

    def list_joins(self, list_id: str, page: str | None) -> JoinPage:
        self.before_page()
        self.join_pages.append(page)
        start = int(page or 0)
        end = start + self.page_size
        return JoinPage(tuple(self.joins[start:end]), str(end) if end < len(self.joins) else None)

    def form_joins(self, form_id: str, since: Millis, page: str | None) -> JoinPage:
        """Pages by time, as the search gives them."""
        begin = int(page) if page is not None else since
        found = sorted((join for join in self.joins if join.at >= begin), key=lambda join: join.at)
        shown = tuple(found[: self.page_size])
        return JoinPage(shown, str(shown[-1].at) if len(found) > self.page_size else None)

    def lost_creations(self, wanted: LostCreations) -> Mapping[str, tuple[Record, ...]]:
        return dict.fromkeys(wanted.names, ())

    def condition_problem(self, object_types: Sequence[str], condition: str) -> str | None:
        return self.problems.get(condition)

    def changed_since(
        self, object_type: str, fields: Sequence[str], since: Millis, until: Millis, cursor: str | None
    ) -> Page:
        self.before_page()
        self.asked.append((object_type, since, until, cursor))
        changed = [
            record
            for record in sorted(self.records, key=lambda record: (record.modified_at, record.ref))
            if record.ref.object_type == object_type and since <= record.modified_at < until
        ]
        start = int(cursor or 0)
        end = start + self.page_size
        more = str(end) if end < len(changed) else None
        gone = tuple(each for each in self.gone if each.ref.object_type == object_type)
        return Page(tuple(changed[start:end]), gone if more is None else (), more)

    def changed_since_many(self, feeds: Sequence[Feed]) -> list[Page]:
        return [
            self.changed_since(feed.object_type, feed.fields, feed.since, feed.until, feed.cursor) for feed in feeds
        ]

    def schema(self, object_type: str) -> Mapping[str, FieldType]:
        self.schema_reads += 1
        if self.schema_error is not None:
            raise self.schema_error
        return self.known_types.get(object_type, {})

    def schemas(self, object_types: Sequence[str]) -> Mapping[str, Mapping[str, FieldType]]:
        return {name: self.schema(name) for name in object_types}

    rules: tuple[str, ...] = ()
    rules_error: CrmError | None = None
    rule_reads: int = 0

    def validation_rules(self, object_types: Sequence[str]) -> tuple[str, ...]:
        self.rule_reads += 1
        if self.rules_error is not None:
            raise self.rules_error
        return self.rules

    def daily_usage(self) -> tuple[int, int]:
        if isinstance(self.usage, CrmError):
            raise self.usage
        return self.usage


@dataclass
class FakeGate:
    """CrmGate and the CrmAccess that it opens."""

    hubspot: Any = field(default_factory=lambda: FakeCrm(Side.HUBSPOT))
    salesforce: Any = field(default_factory=lambda: FakeCrm(Side.SALESFORCE))
    opened: list[CallClass] = field(default_factory=list)
    closed: int = 0

    def until(self, latest: Millis) -> "FakeGate":
        return self

    def open(self, call_class: CallClass) -> "FakeGate":
        self.opened.append(call_class)
        return self

    def reserve(self, side: Side, calls: int) -> None:
        pass

    def close(self) -> None:
        self.closed += 1
