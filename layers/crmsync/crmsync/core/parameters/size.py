"""How large one parameter may be, and how to say the same in less.

https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
"""

from __future__ import annotations

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category

LARGEST_BYTES = 8_192
"""Of an advanced parameter; Intelligent-Tiering makes one of what is larger than 4,096 bytes, which is billed."""

_SHORTEN = "leave out line breaks, indentation and keys that repeat a default"
_ADVICE = {
    "mappings": "move some of its mappings to further parameters, mappings/{object}/<name>",
    "objects": "one parameter holds the whole pair: " + _SHORTEN + ", move option maps to options/<name>, and map the "
    "fields that matter",
    "options": "leave out options that are called the same in both CRMs, or give each mapping a map of its own, "
    "options/<name>",
    "pipelines": "leave out pipelines and stages that are called the same in both CRMs: they go together by themselves",
    "settings": _SHORTEN + ", and put a long salesforce_filter into a formula field of Salesforce's that it asks for",
}


def check_size(parameter: str, value: str) -> None:
    """Raises CrmError(BAD_CONFIGURATION) for a value that does not fit; the message says how it would."""
    size = len(value.encode())
    if size > LARGEST_BYTES:
        family, _, rest = parameter.partition("/")
        advice = _ADVICE.get(family, _SHORTEN).format(object=rest.partition("/")[0])
        message = f"{parameter} has {size} bytes, at most {LARGEST_BYTES} fit: {advice}"
        raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message))
