"""A parsed query."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.salesforce.soql.literals import Value

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A literal that was lifted out of the query, by its number."""

    index: int


@dataclass(frozen=True, slots=True)
class DateName:
    """`TODAY`, or `LAST_N_DAYS` with its number."""

    name: str
    count: int = 0


Operand = Slot | Value | DateName


@dataclass(frozen=True, slots=True)
class Comparison:
    path: Path
    operator: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class Membership:
    """`operator`: IN, NOT IN, INCLUDES or EXCLUDES. The set: a lifted list, single values, or a query."""

    path: Path
    operator: str
    members: Slot | tuple[Operand, ...] | Select


@dataclass(frozen=True, slots=True)
class Both:
    terms: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    terms: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    term: Condition


Condition = Comparison | Membership | Both | Either | Negated


@dataclass(frozen=True, slots=True)
class Column:
    path: Path


@dataclass(frozen=True, slots=True)
class Call:
    """An aggregate such as `COUNT(Id)`, `COUNT()`, or `FIELDS(ALL)`."""

    name: str
    path: Path = ()
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Children:
    select: Select


Item = Column | Call | Children


@dataclass(frozen=True, slots=True)
class Sort:
    path: Path
    descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    items: tuple[Item, ...]
    source: str
    where: Condition | None = None
    group_by: tuple[Path, ...] = ()
    order_by: tuple[Sort, ...] = ()
    limit: int | None = None
    offset: int = 0
