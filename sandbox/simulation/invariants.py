"""What must hold when the world has come to rest; each broken one is a sentence."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from crmsync.core.link import Link
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Record, Side, Value
from crmsync.ports.crm import Look
from crmsync.ports.history import HistoryRow
from crmsync.usecases.sync.read import fields_to_read

from sandbox.memory.queue import BULK, LIVE
from sandbox.simulation.people import FIELDS, Edit
from sandbox.simulation.world import World


def broken(world: World) -> list[str]:
    """Every invariant that does not hold, in words that name record and field."""
    links = world.product.links.all()
    records = _records(world, links)
    return [
        *world.unexpected,
        *_limbo(world, links),
        *_disagreements(world, links, records),
        *_duplicates(world),
        *_lost_edits(world, links, records),
        *_quota(world),
    ]


def _records(world: World, links: list[Link]) -> dict[str, Record]:
    """Every linked record as it is now, by key."""
    pairs = list(world.product.configuration.pairs.values())
    found: dict[str, Record] = {}
    for side in Side:
        refs = tuple(link.ref(side) for link in links)
        if refs:
            seen = world.product.plain_crm(side).look(Look(refs=refs, fields=fields_to_read(pairs, side)))
            found.update({ref.key: outcome for ref, outcome in seen.records.items() if isinstance(outcome, Record)})
    return found


def _limbo(world: World, links: list[Link]) -> Iterator[str]:
    for queue in (LIVE, BULK):
        if depth := world.product.queue.depth(queue):
            yield f"{depth} messages are still in the {queue} queue"
    if world.product.queue.dead:
        yield f"{len(world.product.queue.dead)} messages died"
    for link in links:
        if link.is_leased(world.scheduler.now) or link.intents is not None:
            yield f"{link.hubspot.key} is still leased or has open intents"


def _parked_parts(world: World, link: Link) -> set[str]:
    rows = [*world.product.parking.of(link.hubspot), *world.product.parking.of(link.salesforce)]
    return {row.part for row in rows}


def _disagreements(world: World, links: list[Link], records: dict[str, Record]) -> Iterator[str]:
    """A plan made now must be empty: mapped fields agree by the rules."""
    for link in links:
        hubspot, salesforce = records.get(link.hubspot.key), records.get(link.salesforce.key)
        if hubspot is None or salesforce is None or "record" in _parked_parts(world, link):
            continue
        plan = plan_record(
            PlanInput(
                pair=world.product.configuration.pairs["contact"],
                salesforce_type=link.salesforce.object_type,
                hubspot=hubspot,
                salesforce=salesforce,
                link=link,
                now=world.scheduler.now,
            )
        )
        for side, values in plan.writes.items():
            for name in values:
                yield f"{link.hubspot.key} ~ {link.salesforce.key}: {name} of {side} is not in step"


def _duplicates(world: World) -> Iterator[str]:
    """The product never creates a second person for one e-mail address. (HubSpot itself refuses a second one.)"""
    created = Counter(record.email for record in world.created_in_salesforce())
    for email, count in created.items():
        if count > 1:
            yield f"{email} was created {count} times in Salesforce"


def _lost_edits(world: World, links: list[Link], records: dict[str, Record]) -> Iterator[str]:
    """The last value that a person gave a field on a side stands there, or history tells what replaced it."""
    last: dict[tuple[str, str], Edit] = {}
    for edit in world.people.edits:
        last[f"{edit.side}#{edit.object_type}#{edit.record_id}", edit.key] = edit
    by_record = {ref.key: link for link in links for ref in (link.hubspot, link.salesforce)}
    history: dict[str, list[HistoryRow]] = defaultdict(list)
    for row in world.product.history.all():
        history[row.hubspot.key].append(row)
    for (key, field), edit in last.items():
        link, record = by_record.get(key), records.get(key)
        if link is None or record is None:
            continue
        if _shown(record, field) == edit.value or _is_told(edit, field, history[link.hubspot.key]):
            continue
        if _event_was_lost(world, edit) and _was_covered(link, edit):
            continue
        yield f"{key}: {field} = {edit.value!r} at {edit.at} is lost; it shows {_shown(record, field)!r}"


def _event_was_lost(world: World, edit: Edit) -> bool:
    """No delivery that tells of the edit arrived, so nobody can know what one of our writes covered."""
    value = json.dumps(edit.value, ensure_ascii=False) if edit.value is not None else edit.key
    tells = [at for at, body in world.lost_deliveries if value.strip('"') in body and edit.record_id in body]
    return any(edit.at <= at <= edit.at + 60_000 for at in tells)


def _was_covered(link: Link, edit: Edit) -> bool:
    return any(window.side is edit.side and edit.key in window.fields for window in link.writes)


def _shown(record: Record, field: str) -> Value:
    name = field if record.ref.side is Side.HUBSPOT else FIELDS[field][record.ref.object_type]
    value = record.values.get(name)
    return value if value not in {"", None} else None


def _is_told(edit: Edit, field: str, rows: list[HistoryRow]) -> bool:
    return any(
        entry.side is edit.side and entry.field == field and (entry.old or None) == edit.value
        for row in rows
        for entry in row.entries
    )


def _quota(world: World) -> Iterator[str]:
    for side in Side:
        cap = world.caps.get(side)
        calls = world.product.most_calls_in_a_day(side)
        if cap is not None and calls > cap:
            yield f"{side}: {calls} calls were made within 24 hours, the cap is {cap}"
