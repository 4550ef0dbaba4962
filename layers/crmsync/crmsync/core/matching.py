"""Which of several records with one e-mail address is the counterpart. Chosen once: a link never moves by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crmsync.core.email_address import is_address
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.normal_form import normalise
from crmsync.core.person_account import is_person_account
from crmsync.core.record import Record, Side, Value

_EMAIL = FieldType(Kind.EMAIL)


class Choice(NamedTuple):
    """`duplicates` are the matches that were not chosen, in the order in which they would have been."""

    chosen: Record | None
    duplicates: tuple[Record, ...] = ()


def choose_salesforce(matches: Sequence[Record]) -> Choice:
    """A contact before a lead, then the most recently modified, then the lowest id; a person account after all."""

    def order(record: Record) -> tuple[bool, bool, int, str]:
        return is_person_account(record), record.ref.object_type != "Contact", -record.modified_at, record.ref.id

    return _choose(matches, order)


def choose_hubspot(matches: Sequence[Record], email: str) -> Choice:
    """Whose primary address it is before who has it as an additional one, then the most recent, then the lowest id.

    `email` is normal (see `normal_email`).
    """

    def order(record: Record) -> tuple[bool, int, int, str]:
        primary = normal_email(record.values.get("email"))
        return primary != email, -record.modified_at, len(record.ref.id), record.ref.id

    return _choose(matches, order)


def _choose(matches: Sequence[Record], order: Callable[[Record], tuple[object, ...]]) -> Choice:
    if not matches:
        return Choice(None)
    chosen, *duplicates = sorted({record.ref: record for record in matches}.values(), key=order)
    return Choice(chosen, tuple(duplicates))


def normal_email(value: Value) -> str | None:
    """The address by which people are matched: trimmed, lower case; None when it is no address."""
    email = normalise(value, Side.HUBSPOT, _EMAIL)
    return email if isinstance(email, str) and is_address(email) else None


def email_digest(email: str) -> str:
    """SHA-256 in hex of a normal address: what keys may hold, since they must hold no personal data."""
    return hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()
