"""What an org has set up around its records: record types, stages and states, currencies."""

from __future__ import annotations

from typing import NamedTuple

MASTER_RECORD_TYPE = "012000000000000AAA"
"""Stands for records that have no type."""


class RecordType(NamedTuple):
    """A kind of records of one object. `developer_name` is the same in every copy of the org, the id is not."""

    id: str
    object_type: str
    developer_name: str
    name: str
    is_active: bool = True


class Stage(NamedTuple):
    """A stage of opportunities. `value` is what the record's StageName bears, `label` what people read instead once an
    administrator has renamed it; `probability` in per cent.
    """

    value: str
    label: str
    is_closed: bool
    is_won: bool
    probability: float
    is_active: bool = True


class Status(NamedTuple):
    """A status of cases or tasks, with a label as a stage has."""

    value: str
    label: str
    is_closed: bool
    is_default: bool = False


class Currency(NamedTuple):
    """`rate` is how many of it one unit of the corporate currency is worth; `decimals` its places after the point."""

    code: str
    rate: float
    decimals: int
    is_active: bool
    is_corporate: bool


class OrgMetadata(NamedTuple):
    """In the org's own order, inactive ones too. `currencies` is empty in an org that has only one."""

    record_types: tuple[RecordType, ...] = ()
    stages: tuple[Stage, ...] = ()
    case_statuses: tuple[Status, ...] = ()
    task_statuses: tuple[Status, ...] = ()
    currencies: tuple[Currency, ...] = ()
