"""SOQL queries. Values are escaped by simple-salesforce's formatter; names are checked, since they cannot be.

See https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select.htm
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote_plus

from crmsync.adapters.salesforce.object_traits import bookkeeping, live_condition
from crmsync.adapters.salesforce.simple_client import format_soql, quote_soql_value
from crmsync.adapters.vendor_time import iso_of
from crmsync.core.campaigns import MEMBERSHIPS, is_of_members, without_memberships
from crmsync.core.record import Millis
from crmsync.core.web_domain import spellings
from crmsync.ports.bulk_query import Selection

IDS_PER_QUERY = 200
PAGE_LIMIT = 1_000
"""Rows of one poll query; five of them may ride in one call."""

NARROW_PAGE_LIMIT = 2_000
"""Of rows with a few ids, such as a campaign's members: as many as Salesforce shows in one answer."""

LONGEST_LIST = 10_000
"""Characters of an encoded IN list: Salesforce refuses addresses over 16,384, field names included."""

COMMA = 3
"""Characters of an encoded comma."""

OWNING_USER_TYPES = ["Standard", "PowerPartner"]

MEMBERS = f"(SELECT CampaignId, Status, IsDeleted FROM {MEMBERSHIPS})"  # noqa: S608 - a constant
"""A query that shows the recycle bin shows removed members too."""

_NAME = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)?\Z")


class Query(NamedTuple):
    """`with_deleted` sees the recycle bin too (queryAll)."""

    soql: str
    with_deleted: bool = False


def by_ids(object_type: str, fields: Sequence[str], ids: Sequence[str]) -> Query:
    """At most 200 ids."""
    return Query(format_soql("{:literal} WHERE Id IN {}", _select(object_type, fields), list(ids)), with_deleted=True)


def by_emails(object_type: str, fields: Sequence[str], emails: Sequence[str]) -> Query:
    """Live records only. A converted lead is left to its contact, which bears the address itself."""
    live = live_condition(object_type)
    select = _select(object_type, [*fields, "Email"])
    return Query(
        format_soql("{:literal} WHERE Email IN {}{:literal}", select, list(emails), f" AND {live}" if live else "")
    )


def by_values(object_type: str, fields: Sequence[str], name: str, values: Sequence[str]) -> Query:
    """Live records whose text field is one of the values, in whatever case."""
    select = _select(object_type, [*fields, name])
    return Query(format_soql("{:literal} WHERE {:literal} IN {}", select, _checked(name), list(values)))


def by_domains(fields: Sequence[str], domains: Sequence[str], condition: str = "") -> Query:
    """Live accounts whose website begins with one of the domains, with or without scheme and `www.`: those that bear
    them and some more (`acme.com` finds `acme.com.au`). A `condition` is one that `core.soql_condition` found sound.
    """
    tests = " OR ".join(test for domain in domains for test in _website_tests(domain))
    narrowed = f"({tests}) AND ({condition})" if condition else tests
    return Query(f"{_select('Account', [*fields, 'Website'])} WHERE {narrowed}")


def domain_length(domain: str) -> int:
    """Characters that a domain takes up in the address of `by_domains`."""
    return len(quote_plus(" OR ".join(_website_tests(domain)))) + len("+OR+")


def _website_tests(domain: str) -> Iterator[str]:
    for spelling in spellings(domain):
        for start in ("", "%//", "%www."):
            pattern = format_soql("{:like}", spelling)
            yield f"Website LIKE '{start}{pattern}%'"


def created_lately(object_type: str, fields: Sequence[str], name_field: str, names: Sequence[str], user: str) -> Query:
    """Live records of that user, created since yesterday, that bear one of the names."""
    where = "{:literal} WHERE CreatedById = {} AND CreatedDate >= LAST_N_DAYS:1 AND {:literal} IN {}"
    return Query(format_soql(where, _select(object_type, [*fields, name_field]), user, name_field, list(names)))


def referring(object_type: str, field: str, ids: Sequence[str]) -> Query:
    """Ids of live records by what they refer to, the latest first."""
    names = _checked(field), _checked(object_type)
    soql = "SELECT Id, {:literal} FROM {:literal} WHERE {:literal} IN {} ORDER BY SystemModstamp DESC LIMIT {}"
    return Query(format_soql(soql, *names, names[0], list(ids), PAGE_LIMIT))


def naming(object_type: str, fields: Sequence[str], field: str, ids: Sequence[str]) -> Query:
    """All live records that name one of the ids."""
    columns = ", ".join(map(_checked, _distinct(fields)))
    names = _checked(object_type), _checked(field)
    return Query(format_soql(f"SELECT {columns} FROM {{:literal}} WHERE {{:literal}} IN {{}}", *names, list(ids)))  # noqa: S608 - names are checked


def merged_into(object_type: str, masters: Sequence[str]) -> Query:
    """Who was merged into these records, as long as the recycle bin shows it."""
    soql = format_soql(
        "SELECT Id, MasterRecordId FROM {:literal} WHERE IsDeleted = true AND MasterRecordId IN {}",
        _checked(object_type),
        list(masters),
    )
    return Query(soql, with_deleted=True)


def converted_into(contacts: Sequence[str]) -> Query:
    """Which leads became these contacts."""
    soql = "SELECT Id, ConvertedContactId FROM Lead WHERE IsConverted = true AND ConvertedContactId IN {}"
    return Query(format_soql(soql, list(contacts)))


def meeting(object_type: str, field: str, values: Sequence[str], condition: str) -> Query:
    """Which records whose `field` is one of the values meet a condition that `core.soql_condition` found sound."""
    soql = format_soql(
        "SELECT Id FROM {:literal} WHERE {:literal} IN {} AND ({:literal})",
        _checked(object_type),
        _checked(field),
        list(values),
        condition,
    )
    return Query(soql)


def trying(object_type: str, condition: str) -> Query:
    """A query that only shows whether Salesforce understands the condition."""
    return Query(format_soql("SELECT Id FROM {:literal} WHERE ({:literal}) LIMIT 1", _checked(object_type), condition))


def counted(selection: Selection) -> Query:
    source = f"{_checked(selection.object_type)}{_where(selection)}"
    return Query(f"SELECT COUNT() FROM {source}", selection.with_archived)  # noqa: S608 - checked


def exported(selection: Selection, columns: Sequence[str]) -> Query:
    """Live records for the Bulk API; `columns` are `export_columns`."""
    names = ", ".join(map(_checked, columns))
    order = " ORDER BY SystemModstamp DESC, Id" if selection.recent_first else ""
    source = f"{_checked(selection.object_type)}{_where(selection)}{order}"
    return Query(f"SELECT {names} FROM {source}", selection.with_archived)  # noqa: S608 - names are checked


def export_columns(fields: Sequence[str]) -> list[str]:
    """Nested queries are not for the Bulk API."""
    return _distinct(["Id", "CreatedDate", "SystemModstamp", *without_memberships(fields)])


def campaign_names(ids: Sequence[str]) -> Query:
    """Of those that exist; at most 200 ids."""
    return Query(format_soql("SELECT Id, Name FROM Campaign WHERE Id IN {}", list(ids)))


def members_in(campaigns: Sequence[str], person: str, people: Sequence[str]) -> Query:
    """`person` is the member's field that names the people; at most 200 of them."""
    where = "CampaignId IN {} AND {:literal} IN {}"
    soql = f"SELECT Id, CampaignId, ContactId, LeadId FROM CampaignMember WHERE {where}"  # noqa: S608 - escaped below
    return Query(format_soql(soql, list(campaigns), _checked(person), list(people)))


def campaigns_with_statuses(ids: Sequence[str]) -> Query:
    """With what a member's status may be; at most 200 ids."""
    statuses = "(SELECT Label FROM CampaignMemberStatuses ORDER BY SortOrder)"
    soql = "SELECT Id, Name, IsActive, {:literal} FROM Campaign WHERE Id IN {}"
    return Query(format_soql(soql, statuses, list(ids)))


def active_campaigns(most: int) -> Query:
    """The newest ones."""
    return Query(
        f"SELECT Id, Name FROM Campaign WHERE IsActive = true ORDER BY CreatedDate DESC, Id LIMIT {int(most)}"  # noqa: S608
    )


def campaign_by_id(campaign_id: str) -> Query:
    return Query(format_soql("SELECT Id, Name, IsActive FROM Campaign WHERE Id = {}", campaign_id))


def _where(selection: Selection) -> str:
    """A condition is put in parentheses, out of which a checked one does not lead. What shows archived activities
    shows the recycle bin too.
    """
    own = f"({selection.condition})" if selection.condition else ""
    live = "IsDeleted = false" if selection.with_archived else ""
    joined = " AND ".join(filter(None, (live_condition(selection.object_type), live, own)))
    return f" WHERE {joined}" if joined else ""


def changed(
    object_type: str,
    fields: Sequence[str],
    window: tuple[Millis, Millis],
    last: tuple[Millis, str] | None,
    limit: int,
) -> Query:
    """Changed in the half-open window, deleted ones too, oldest first, after the record `last` (time, id).

    Many records may share one SystemModstamp, so the walk goes on by time and id together.
    """
    since, until = window
    if last is None:
        where = format_soql("SystemModstamp >= {:literal}", iso_of(since))
    else:
        where = format_soql(
            "(SystemModstamp > {0:literal} OR (SystemModstamp = {0:literal} AND Id > {1}))", iso_of(last[0]), last[1]
        )
    soql = format_soql(
        "{:literal} WHERE {:literal} AND SystemModstamp < {:literal} ORDER BY SystemModstamp, Id LIMIT {}",
        _select(object_type, fields),
        where,
        iso_of(until),
        limit,
    )
    return Query(soql, with_deleted=True)


def record_types_of(object_types: Sequence[str]) -> Query:
    fields = "Id, SobjectType, DeveloperName, Name, IsActive"
    where = format_soql("SobjectType IN {}", list(object_types))
    return Query(f"SELECT {fields} FROM RecordType WHERE {where} ORDER BY SobjectType, Name")  # noqa: S608 - escaped above


def org_list(object_type: str, fields: Sequence[str], order: str) -> Query:
    """All of a list that the org keeps, such as its stages."""
    return Query(f"SELECT {', '.join(map(_checked, fields))} FROM {_checked(object_type)} ORDER BY {_checked(order)}")  # noqa: S608 - names are checked


def owning_users() -> Query:
    """Employees and partners. Customers of portals may be hundreds of thousands, and own no leads."""
    where = format_soql("UserType IN {}", OWNING_USER_TYPES)
    fields = "Id, Email, FirstName, LastName, IsActive"
    return Query(f"SELECT {fields} FROM User WHERE {where} ORDER BY Id")  # noqa: S608 - escaped above


def _select(object_type: str, fields: Sequence[str]) -> str:
    names = _distinct([*bookkeeping(object_type), *fields])
    own = [_checked(name) for name in names if not is_of_members(name)]
    columns = ", ".join([*own, *([MEMBERS] if len(own) < len(names) else [])])
    return f"SELECT {columns} FROM {_checked(object_type)}"  # noqa: S608 - names are checked


def _checked(name: str) -> str:
    """Raises ValueError for what is no name of a field or object."""
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is not the name of a Salesforce field or object")
    return name


def _distinct(names: Iterable[str]) -> list[str]:
    """SOQL refuses a field that is selected twice, in whatever case."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.lower(), name)
    return list(first.values())


def listed_length(value: str) -> int:
    """Characters that a value takes up in an encoded IN list."""
    return len(quote_plus(quote_soql_value(value))) + COMMA


def lists_that_fit(values: Iterable[str], length_of: Callable[[str], int] = listed_length) -> Iterator[list[str]]:
    """The distinct values in lists that one query's address can hold."""
    part: list[str] = []
    length = 0
    for value in dict.fromkeys(values):
        own = length_of(value)
        if part and (len(part) == IDS_PER_QUERY or length + own > LONGEST_LIST):
            yield part
            part, length = [], 0
        part.append(value)
        length += own
    if part:
        yield part
