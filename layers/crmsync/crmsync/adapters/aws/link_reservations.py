"""Reservations: short leases on keys that have no link yet."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.adapters.aws.statements import Effect, Statement, StatementOutcome, execute
from crmsync.ports.links import Held, Reservation

KEPT_AFTER_LAPSE_SECONDS = 3_600

_INSERT = "INSERT INTO \"{table}\" VALUE {{'pk': ?, 'token': ?, 'reserved_until': ?, 'expires_at': ?, 'last_write': ?}}"
_TAKE_OVER = (
    'UPDATE "{table}" SET "token" = ? SET "reserved_until" = ? SET "expires_at" = ? SET "last_write" = ? '
    'WHERE "pk" = ? AND "reserved_until" <= ?'
)
_DELETE = 'DELETE FROM "{table}" WHERE "pk" = ? AND "token" = ?'


@dataclass(frozen=True, slots=True)
class _Wish:
    """One key of the reservation at `place`."""

    place: int
    pk: str
    token: str
    until: int
    write_id: str


class LinkReservations:
    """A key can be held once only, also by the same token: two records of one person may come in one batch."""

    def __init__(self, table: DynamoTable) -> None:
        self._table = table
        self._insert_text = _INSERT.format(table=table.name)
        self._take_over_text = _TAKE_OVER.format(table=table.name)
        self._delete_text = _DELETE.format(table=table.name)

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        """Inserts every key; takes over those that exist and lapsed; gives back what only half succeeded.

        Two workers that want the same two keys can both fail and come again: better than one waiting for the other.
        """
        wishes = _wishes(reservations)
        refused = self._run([self._insert(wish) for wish in wishes], wishes)
        refused = self._run([self._take_over(wish) for wish in refused], refused)
        busy = {wish.place for wish in refused}
        mine = [wish for wish in wishes if wish.place in busy and wish not in refused]
        self._delete(mine)
        return [Held.BUSY if place in busy else Held.DONE for place in range(len(reservations))]

    def release(self, reservations: Sequence[Reservation]) -> None:
        self._delete(_wishes(reservations))

    def _run(self, statements: Sequence[Statement], wishes: Sequence[_Wish]) -> list[_Wish]:
        """The wishes whose statement was refused."""
        outcomes = execute(self._table, statements)
        return [wish for wish, outcome in zip(wishes, outcomes, strict=True) if not _is_done(wish, outcome)]

    def _insert(self, wish: _Wish) -> Statement:
        parameters = (wish.pk, wish.token, wish.until, _expires_at(wish), wish.write_id)
        return Statement(self._insert_text, parameters, (wish.pk,))

    def _take_over(self, wish: _Wish) -> Statement:
        now = self._table.clock.now()
        parameters = (wish.token, wish.until, _expires_at(wish), wish.write_id, wish.pk, now)
        return Statement(self._take_over_text, parameters, (wish.pk,))

    def _delete(self, wishes: Sequence[_Wish]) -> None:
        """A key that another token holds by now is left alone."""
        execute(self._table, [Statement(self._delete_text, (one.pk, one.token), (one.pk,)) for one in wishes])


def _wishes(reservations: Sequence[Reservation]) -> list[_Wish]:
    return [
        _Wish(place, f"reserved#{key}", one.token, one.until, uuid.uuid4().hex)
        for place, one in enumerate(reservations)
        for key in dict.fromkeys(one.keys)
    ]


def _expires_at(wish: _Wish) -> int:
    return wish.until // 1_000 + KEPT_AFTER_LAPSE_SECONDS


def _is_done(wish: _Wish, outcome: StatementOutcome) -> bool:
    """Refused, but bearing this very write's name: its answer was lost and boto3 sent it again."""
    if outcome.effect is Effect.WRITTEN:
        return True
    return outcome.present is not None and outcome.present.get("last_write") == wish.write_id
