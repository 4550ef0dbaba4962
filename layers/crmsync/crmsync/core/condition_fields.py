"""The fields by which a record may come to meet a SOQL condition, or to fail it."""

from __future__ import annotations

import re
from functools import cache

from crmsync.core.soql_condition import STRING

_PATH = re.compile(r"[a-z]\w*(?:\s*\.\s*\w+)*", re.IGNORECASE)
_COMPOUNDS = {"name": ("firstname", "lastname", "middlename", "salutation", "suffix")}
"""A person's name changes with its parts."""


@cache
def condition_fields(condition: str | None) -> frozenset[str]:
    """Their API names in lower case, as SOQL takes any case; with words of SOQL that name no field, which does no harm.
    Of a path (`Account.Type`) it is the record's own field that leads there (`accountid`).
    """
    paths = _PATH.findall(STRING.sub("''", condition or ""))
    names = {_own_field(re.sub(r"\s", "", path).lower()) for path in paths}
    return frozenset(names.union(part for name in names for part in _COMPOUNDS.get(name, ())))


def _own_field(path: str) -> str:
    first, _, rest = path.partition(".")
    if not rest:
        return first
    return f"{first.removesuffix('__r')}__c" if first.endswith("__r") else f"{first}id"
