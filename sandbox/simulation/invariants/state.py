"""Everything that the invariants look at, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from crmsync.core.configuration import PairConfiguration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.link import Link
from crmsync.core.matching import normal_email
from crmsync.core.parked import Parked
from crmsync.core.record import Record, RecordRef, Side, Value
from crmsync.ports.crm import Look
from crmsync.ports.history import HistoryRow

from sandbox.simulation.people import FIELDS
from sandbox.simulation.world import PEOPLE, World


@dataclass(frozen=True, slots=True)
class State:
    """`records` are the live ones of all that people or the product ever touched; `link_of` has both sides' refs."""

    world: World
    pair: PairConfiguration
    links: tuple[Link, ...]
    """Of people."""
    organisations: tuple[Link, ...]
    """Links of companies with accounts."""
    link_of: Mapping[RecordRef, Link]
    records: Mapping[RecordRef, Record]
    places: Mapping[RecordRef, Record]
    """The live records of `organisations`."""
    history: Mapping[RecordRef, tuple[HistoryRow, ...]]
    """By either record of the pair: a merge gives it another partner."""
    parked: tuple[Parked, ...]
    outsiders: frozenset[RecordRef]
    """HubSpot contacts that are not in the inclusion list, when there is one."""

    @classmethod
    def of(cls, world: World) -> State:
        every = tuple(world.product.links.all())
        links = tuple(link for link in every if link.hubspot.object_type == PEOPLE)
        organisations = tuple(link for link in every if link not in links)
        of_organisations = [ref for link in organisations for ref in (link.hubspot, link.salesforce)]
        link_of = {ref: link for link in links for ref in (link.hubspot, link.salesforce)}
        created = [RecordRef(known.side, known.object_type, known.id) for known in world.people.created]
        rows: dict[RecordRef, list[HistoryRow]] = defaultdict(list)
        for row in world.product.history.all():
            rows[row.hubspot].append(row)
            rows[row.salesforce].append(row)
        pair = world.product.configuration.pairs["contact"]
        records = _live(world, list(dict.fromkeys([*link_of, *created])))
        others = _live(world, of_organisations)
        return cls(
            world=world,
            pair=pair,
            links=links,
            organisations=organisations,
            places=others,
            link_of=link_of,
            records=records,
            history={ref: tuple(own) for ref, own in rows.items()},
            parked=tuple(world.product.parking.all()),
            outsiders=_outsiders(world, pair, list(records)),
        )

    def record(self, ref: RecordRef) -> Record | None:
        """A live one, of whatever kind."""
        return self.records.get(ref) or self.places.get(ref)

    def pair_of(self, link: Link) -> PairConfiguration:
        pair = self.world.product.configuration.pair_of(link.hubspot.object_type)
        if pair is None:
            raise AssertionError(f"{link.hubspot.object_type} is of no pair")
        return pair

    def parts_parked(self, ref: RecordRef) -> set[str]:
        """Parked parts of a record, and of its pair."""
        link = self.link_of.get(ref)
        refs = {ref} if link is None else {link.hubspot, link.salesforce}
        return {row.part for row in self.parked if row.ref in refs}

    def is_erased(self, ref: RecordRef) -> bool:
        """Whether the record was one of an erased person."""
        return bool(self.world.product.links.suppressed([ref.key]))

    def email_of(self, record: Record) -> str | None:
        return normal_email(record.values.get("email" if record.ref.side is Side.HUBSPOT else "Email"))

    def namesakes(self, record: Record) -> list[Record]:
        """Live records of either side with the same e-mail address, be it an additional one."""
        email = self.email_of(record) or ""
        looks = [self.world.product.plain_crms.of(side).look(Look(emails=(email,))) for side in Side]
        return [one for look in looks for one in look.matches[email] if one.ref != record.ref]


def shown(record: Record, key: str) -> Value:
    name = key if record.ref.side is Side.HUBSPOT else FIELDS[key][record.ref.object_type]
    value = record.values.get(name)
    return value if value not in {"", None} else None


def _outsiders(world: World, pair: PairConfiguration, refs: list[RecordRef]) -> frozenset[RecordRef]:
    list_id = pair.settings.inclusion_list_id
    if list_id is None:
        return frozenset()
    contacts = [ref for ref in refs if ref.side is Side.HUBSPOT]
    members = world.product.plain_crms.hubspot().membership([ref.id for ref in contacts], list_id)
    return frozenset(ref for ref in contacts if not members[ref.id])


def _live(world: World, refs: list[RecordRef]) -> dict[RecordRef, Record]:
    pairs = list(world.product.configuration.pairs.values())
    found: dict[RecordRef, Record] = {}
    for side in Side:
        own = tuple(ref for ref in refs if ref.side is side)
        seen = world.product.plain_crms.of(side).look(Look(refs=own, fields=fields_to_read(pairs, side)))
        found.update({ref: outcome for ref, outcome in seen.records.items() if isinstance(outcome, Record)})
    return found
