"""A probe: one question to a CRM, put to the vendor's sandbox and to the simulator in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from crmsync.core.failure import CrmError, WriteOutcome, Written
from crmsync.ports.crm import Crm
from crmsync.ports.transport import NoAnswerError

from sandbox.verify_vendor.site import Site

C = TypeVar("C", bound=Crm)

Facts = Mapping[str, object]
"""What was seen, by what it is about. Nothing in it differs from run to run: no ids and no times."""


@dataclass(frozen=True, slots=True)
class Probe(Generic[C]):
    name: str
    observe: Callable[[Site[C]], Facts]


@dataclass(frozen=True, slots=True)
class Observations:
    """`facts` by `probe: fact`; `left_behind` are records that could not be removed."""

    facts: dict[str, str] = field(default_factory=dict)
    left_behind: list[str] = field(default_factory=list)


def observe_all(probes: Sequence[Probe[C]], site: Site[C]) -> Observations:
    """Runs each probe once; what it made is removed before the next one begins."""
    seen = Observations()
    for probe in probes:
        try:
            facts = _facts(probe, site)
        finally:
            seen.left_behind.extend(site.clean_up())
        seen.facts.update({f"{probe.name}: {name}": str(fact) for name, fact in facts.items()})
    return seen


def _facts(probe: Probe[C], site: Site[C]) -> Facts:
    """A call that failed as a whole is a fact too."""
    try:
        return probe.observe(site)
    except CrmError as error:
        return {"failed": shown_failure(error)}
    except NoAnswerError as error:
        return {"failed": f"no answer: {error}"}


def shown_failure(error: CrmError) -> str:
    failure = error.failure
    return f"{failure.consequence} {failure.category} {failure.vendor_code} {failure.status}"


def shown(outcome: WriteOutcome) -> str:
    """A write's outcome without ids and without the vendor's wording."""
    if isinstance(outcome, Written):
        return "created" if outcome.created else "updated"
    fields = f" ({', '.join(outcome.fields)})" if outcome.fields else ""
    return f"{outcome.consequence} {outcome.category} {outcome.vendor_code}{fields}".replace("  ", " ")
