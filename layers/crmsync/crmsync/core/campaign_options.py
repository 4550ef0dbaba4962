"""The options of the HubSpot property that shows campaigns: their ids are its values, which no new name changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

MOST_OPTIONS = 5_000
"""HubSpot's limit for a property."""

ID_PREFIX = "701"


class Option(NamedTuple):
    """`value` is what records hold, `label` what people see."""

    value: str
    label: str
    hidden: bool = False


def is_campaign(value: str) -> bool:
    return value.startswith(ID_PREFIX)


def options_after(present: Sequence[Option], names: Mapping[str, str], wanted: Iterable[str]) -> list[Option]:
    """The options that the property is to have, in the order in which it has them.

    `names` are of all campaigns that exist, as far as they are of interest; `wanted` those that must have an option.
    Campaigns are renamed as Salesforce has them. One that is gone there keeps its option, since contacts may still
    show it, until the room is needed; then a campaign that nobody wants gets none. Other options are not ours.
    """
    own = {option.value for option in present}
    must = [one for one in dict.fromkeys(wanted) if one in names and one not in own]
    may = [one for one in names if one not in own and one not in must]
    kept = list(_within(present, names, MOST_OPTIONS - len(must)))
    added = [Option(one, names[one]) for one in (*must, *may)][: MOST_OPTIONS - len(kept)]
    return list(_distinct(one._replace(label=names.get(one.value, one.label)) for one in (*kept, *added)))


def _within(present: Sequence[Option], names: Mapping[str, str], room: int) -> Iterator[Option]:
    """Without the campaigns that are gone, as many as there is no room for."""
    surplus = len(present) - room
    for option in present:
        if surplus > 0 and is_campaign(option.value) and option.value not in names:
            surplus -= 1
        else:
            yield option


def _distinct(options: Iterable[Option]) -> Iterator[Option]:
    """Two campaigns may have one name, and people must tell them apart."""
    taken: set[str] = set()
    for option in options:
        label = option.label if option.label.casefold() not in taken else f"{option.label} ({option.value})"
        taken.add(label.casefold())
        yield option._replace(label=label)
