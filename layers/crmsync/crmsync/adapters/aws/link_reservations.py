"""Reservations: short leases on keys that have no link yet; and the markers of erased persons, which hold such keys for
good. So a reservation tells by itself that somebody was erased, and no read is spent on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crmsync.adapters.aws.dynamodb_table import DynamoTable, Key
from crmsync.adapters.aws.reservation_salt import ReservationSalt
from crmsync.adapters.aws.statements import Effect, Statement, StatementOutcome, execute
from crmsync.core.suppression import marker
from crmsync.ports.links import Held, Reservation

KEPT_AFTER_LAPSE_SECONDS = 3_600

_INSERT = "INSERT INTO \"{table}\" VALUE {{'pk': ?, 'token': ?, 'reserved_until': ?, 'expires_at': ?, 'last_write': ?}}"
_TAKE_OVER = (
    'UPDATE "{table}" SET "token" = ? SET "reserved_until" = ? SET "expires_at" = ? SET "last_write" = ? '
    'WHERE "pk" = ? AND "reserved_until" <= ?'
)
_DELETE = 'DELETE FROM "{table}" WHERE "pk" = ? AND "token" = ?'
_MARK = "suppressed_at"
"""Of a marker, which has neither token nor end: it can be neither taken over nor released."""


class _Wish(NamedTuple):
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
        self._salt = ReservationSalt(table)
        self._insert_text = _INSERT.format(table=table.name)
        self._take_over_text = _TAKE_OVER.format(table=table.name)
        self._delete_text = _DELETE.format(table=table.name)

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        """Inserts every key; takes over those that exist and lapsed; gives back what only half succeeded.

        Two workers that want the same two keys can both fail and come again: better than one waiting for the other.
        """
        wishes = self._wishes(reservations)
        present = [wish for wish, _ in self._run([self._insert(wish) for wish in wishes], wishes)]
        refused = self._run([self._take_over(wish) for wish in present], present)
        held = _held(refused)
        taken = set(wishes) - {wish for wish, _ in refused}
        self._delete([wish for wish in wishes if wish.place in held and wish in taken])
        return [held.get(place, Held.DONE) for place in range(len(reservations))]

    def release(self, reservations: Sequence[Reservation]) -> None:
        self._delete(self._wishes(reservations))

    def suppress(self, keys: Sequence[str]) -> None:
        for key in dict.fromkeys(keys):
            self._table.put({"pk": self._pk(key), _MARK: self._table.clock.now()})

    def suppressed(self, keys: Sequence[str]) -> frozenset[str]:
        by_pk: dict[Key, str] = {(self._pk(key),): key for key in keys}
        found = self._table.get_all(list(by_pk))
        return frozenset(by_pk[pk] for pk, item in found.items() if _MARK in item)

    def _pk(self, key: str) -> str:
        """What outlives an erasure must not tell whose key it was."""
        return f"reserved#{marker(self._salt(), key)}"

    def _wishes(self, reservations: Sequence[Reservation]) -> list[_Wish]:
        return [
            _Wish(place, self._pk(key), one.token, one.until, uuid.uuid4().hex)
            for place, one in enumerate(reservations)
            for key in dict.fromkeys(one.keys)
        ]

    def _run(self, statements: Sequence[Statement], wishes: Sequence[_Wish]) -> list[tuple[_Wish, StatementOutcome]]:
        """The wishes whose statement was refused, and what refused it."""
        pairs = zip(wishes, execute(self._table, statements), strict=True)
        return [(wish, outcome) for wish, outcome in pairs if not _is_done(wish, outcome)]

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


def _held(refused: Iterable[tuple[_Wish, StatementOutcome]]) -> dict[int, Held]:
    """By place, of reservations that were not granted: an erased person's is told before one that is merely busy."""
    held: dict[int, Held] = {}
    for wish, outcome in refused:
        is_marked = _MARK in (outcome.present or {})
        held[wish.place] = Held.SUPPRESSED if is_marked else held.get(wish.place, Held.BUSY)
    return held


def _expires_at(wish: _Wish) -> int:
    return wish.until // 1_000 + KEPT_AFTER_LAPSE_SECONDS


def _is_done(wish: _Wish, outcome: StatementOutcome) -> bool:
    """Refused, but bearing this very write's name: its answer was lost and boto3 sent it again."""
    if outcome.effect is Effect.WRITTEN:
        return True
    return outcome.present is not None and outcome.present.get("last_write") == wish.write_id
