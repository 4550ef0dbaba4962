"""Writes core/hubspot_routes.py: what the webhook must know of all pairs, as plain literals.

Run `python -m tests.hubspot_routes`, then `ruff format`, after a pair's references, members, stamps or type changed.
"""

from __future__ import annotations

import pprint
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crmsync.core.custom_object import STAMPS
from crmsync.core.hubspot_object_types import type_id_of
from crmsync.core.mapping import FieldMapping
from crmsync.core.own_properties import SYNC_STAMPS, OwnProperty
from crmsync.core.pairs import PAIRS

FILE = Path(__file__).resolve().parent.parent / "layers/crmsync/crmsync/core/hubspot_routes.py"
WIDTH = 118
HEADING = '''"""What HubSpot's webhook must know of all pairs, written down so that its cold start need not build them.

`python -m tests.hubspot_routes` writes this file from `core/pairs`, and a test fails while it is not so.
"""
'''

NAMES = {
    "OBJECT_TYPES": "By the family of a legacy subscription, and by the type id of a generic `object.*` one.",
    "SHOWN_BY": "By the types at both ends, the property of the first that shows the id of the second.",
    "ONE_OF_SEVERAL": "By the types at both ends, the mapping of the first that the second may be one of several for.",
    "STAMPS": "What crmsync writes about the sync of any record: no change of it, whoever subscribed to it.",
    "OWN_STAMPS": "By object type, what it writes of such records alone.",
    "CUSTOM_STAMPS": "The same of custom objects.",
}


def routes() -> Mapping[str, Any]:
    """By name, from the pairs."""
    return {
        "OBJECT_TYPES": {
            name: pair.hubspot_type
            for pair in PAIRS.values()
            for name in (pair.hubspot_type, type_id_of(pair.hubspot_type))
        },
        "SHOWN_BY": dict(_references(is_associated=False)),
        "ONE_OF_SEVERAL": {**dict(_references(is_associated=True)), **dict(_members())},
        "STAMPS": sorted(_names(SYNC_STAMPS)),
        "OWN_STAMPS": {pair.hubspot_type: _own(pair.stamps) for pair in PAIRS.values()},
        "CUSTOM_STAMPS": _own(STAMPS),
    }


def _names(stamps: Iterable[OwnProperty]) -> set[str]:
    return {one.name for one in stamps}


def _own(stamps: Iterable[OwnProperty]) -> list[str]:
    return sorted(_names(stamps) - _names(SYNC_STAMPS))


def _references(*, is_associated: bool) -> list[tuple[tuple[str, str], str]]:
    return [
        ((pair.hubspot_type, target.hubspot_type), one.hubspot)
        for pair in PAIRS.values()
        for one in pair.references
        if one.reference is not None and one.reference.is_associated == is_associated
        for target in one.reference.targets
    ]


def _members() -> list[tuple[tuple[str, str], str]]:
    found: list[tuple[str, FieldMapping]] = [
        (pair.hubspot_type, one) for pair in PAIRS.values() for one in pair.members
    ]
    return [((start, one.members.hubspot_type), one.hubspot) for start, one in found if one.members is not None]


def page() -> str:
    parts = [f'{name} = {_literal(value)}\n"""{NAMES[name]}"""\n' for name, value in routes().items()]
    return "\n".join([HEADING, *parts])


def _literal(value: object) -> str:
    return pprint.pformat(value, width=WIDTH, sort_dicts=False).replace("'", '"')


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
