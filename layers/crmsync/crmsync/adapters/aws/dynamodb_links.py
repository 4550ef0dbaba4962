"""Links in DynamoDB: the link under the HubSpot record's key, a pointer to it under the Salesforce record's key.

Reservations live in the same table under `reserved#<digest of the key>`. The table has a partition key only.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import unavailable
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.adapters.aws.json_text import pack
from crmsync.adapters.aws.link_codec import NO_TOKEN, link_from, pack_base, pack_intents, pack_windows
from crmsync.adapters.aws.link_pointers import LinkPointers
from crmsync.adapters.aws.link_reservations import LinkReservations
from crmsync.adapters.aws.link_transactions import LinkTransactions
from crmsync.adapters.aws.statements import Effect, Statement, StatementOutcome, execute
from crmsync.core.link import Link
from crmsync.core.record import RecordRef, Side
from crmsync.ports.clock import Clock
from crmsync.ports.links import Claim, Commit, Held, Reservation

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LOOKS = 3
"""How often a link that moves between the read of its pointer and its own is looked for."""

_CLAIM = (
    'UPDATE "{table}" SET "lease_token" = ? SET "lease_until" = ? SET "intents" = ? SET "version" = ? '
    'SET "last_write" = ? WHERE "pk" = ? AND "version" = ? AND "salesforce" = ? AND "linked_at" = ?'
)
_COMMIT = (
    'UPDATE "{table}" SET "base" = ? SET "seen" = ? SET "parked" = ? SET "writes" = ? SET "states" = ? '
    '{intents}SET "lease_token" = ? SET "lease_until" = ? SET "version" = "version" + ? SET "last_write" = ? '
    'WHERE "pk" = ? AND "lease_token" = ?'
)


class DynamoLinks:
    """The LinkStore. One instance a container: it remembers which link belongs to a Salesforce record."""

    def __init__(self, client: DynamoDBClient, table: str, clock: Clock) -> None:
        self._table = DynamoTable(client, table, clock, key_names=("pk",))
        self._clock = clock
        self._pointers = LinkPointers(self._table)
        self._reservations = LinkReservations(self._table)
        self._transactions = LinkTransactions(self._table)
        self._claim_text = _CLAIM.format(table=table)
        self._commit_text = _COMMIT.format(table=table, intents='SET "intents" = ? ')
        self._keep_intents_text = _COMMIT.format(table=table, intents="")

    def find(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        """One read a link; one more for a Salesforce record that this container has not seen lately."""
        found: dict[RecordRef, Link] = {}
        missing = list(dict.fromkeys(refs))
        for _ in range(LOOKS):
            missing = self._look(missing, found)
            if not missing:
                return found
        raise unavailable(SERVICE, "a link that keeps moving")

    def _look(self, refs: Sequence[RecordRef], found: dict[RecordRef, Link]) -> list[RecordRef]:
        """Adds what it finds, and returns the records whose pointer led to a link that is not theirs (any more)."""
        keys = self._pointers.link_keys(refs)
        items = self._table.get_all([(key,) for key in keys.values()])
        astray: list[RecordRef] = []
        for ref, key in keys.items():
            item = items.get((key,))
            if item is not None and (ref.side is Side.HUBSPOT or item["salesforce"] == ref.key):
                found[ref] = link_from(item)
            elif ref.side is Side.SALESFORCE:
                self._pointers.forget(ref)
                astray.append(ref)
        self._pointers.remember({link.salesforce.key: link.hubspot.key for link in found.values()})
        return astray

    def claim(self, claims: Sequence[Claim]) -> list[Held]:
        """The condition is the version alone, and the race is this: two workers read version 7 with no live lease.
        Both send `… WHERE version = 7`; DynamoDB does one after the other, the first makes it 8, the second fails.
        The lease that was seen (none, or one that lapsed) needs no condition of its own, for taking or ending a
        lease moves the version too. Record and time of linking guard against a link that was removed and made anew.
        """
        held = [Held.BUSY] * len(claims)
        now = self._clock.now()
        free = [place for place, claim in enumerate(claims) if not claim.link.is_leased(now)]
        for place, outcome in zip(free, self._write([self._claim(claims[place]) for place in free]), strict=True):
            held[place] = outcome
        return held

    def _claim(self, claim: Claim) -> Statement:
        link = claim.link
        parameters = (
            claim.token, claim.until, pack_intents(claim.intents), link.version + 1, _write_id(),
            link.hubspot.key, link.version, link.salesforce.key, link.linked_at,
        )  # fmt: skip
        return Statement(self._claim_text, parameters, (link.hubspot.key,))

    def commit(self, commits: Sequence[Commit]) -> list[Held]:
        """Conditional on the token: once another worker took a lapsed lease, the token is another one."""
        return self._write([self._commit(commit) for commit in commits])

    def _commit(self, commit: Commit) -> Statement:
        key = commit.link.hubspot.key
        seen = {**commit.link.seen, **commit.seen}
        lease = (commit.token, commit.hold_until) if commit.hold_until else (NO_TOKEN, 0)
        parameters = (
            pack_base(commit.base), pack(seen), pack(commit.parked), pack(pack_windows(commit.writes)),
            pack(commit.states), *(() if commit.keep_intents else ("",)), *lease, 1, _write_id(), key, commit.token,
        )  # fmt: skip
        text = self._keep_intents_text if commit.keep_intents else self._commit_text
        return Statement(text, parameters, (key,))

    def _write(self, statements: Sequence[Statement]) -> list[Held]:
        outcomes = execute(self._table, statements)
        return [_held(*pair) for pair in zip(statements, outcomes, strict=True)]

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        return self._reservations.reserve(reservations)

    def release(self, reservations: Sequence[Reservation]) -> None:
        self._reservations.release(reservations)

    def suppress(self, keys: Sequence[str]) -> None:
        self._reservations.suppress(keys)

    def suppressed(self, keys: Sequence[str]) -> frozenset[str]:
        return self._reservations.suppressed(keys)

    def create(self, links: Sequence[Link]) -> list[Held]:
        """Two writes a link, fifty links a transaction."""
        return self._transactions.create(links)

    def move(self, link: Link, successor: Link) -> Held:
        """The successor starts without lease, one version on: a worker that still holds the old one cannot commit."""
        return self._transactions.move(link, successor)

    def delete(self, link: Link) -> Held:
        return self._transactions.delete(link)


def _write_id() -> str:
    """Names one write. When its answer is lost boto3 sends it again, and the second is refused; then the item still
    bears this name, which proves that the first was done.
    """
    return uuid.uuid4().hex


def _held(statement: Statement, outcome: StatementOutcome) -> Held:
    if outcome.effect is Effect.WRITTEN:
        return Held.DONE
    last_write = (outcome.present or {}).get("last_write")
    return Held.DONE if last_write and last_write in statement.parameters else Held.BUSY
