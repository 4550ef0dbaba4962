"""Which input of a batch write each result and each error belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crmsync.adapters.hubspot.objects import addresses
from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Value
from crmsync.core.vendor_errors.hubspot import classify_item

Result = Mapping[str, Any]

UNTOLD = Failure(
    Consequence.OUTCOME_UNKNOWN, Category.UNAVAILABLE, "HubSpot's answer has neither a result nor an error for it"
)


class Input(NamedTuple):
    """`record_id` is empty in a creation, `email` and `stamps` in an update; each may stand in for a missing trace id,
    which not every version of the API shows in results. `stamps` are the counterpart's ids by property.
    """

    trace: str
    record_id: str
    email: str
    stamps: Mapping[str, str]
    sent: tuple[Value, ...]
    body: Mapping[str, Any]


@dataclass(slots=True)
class _Attribution:
    """Outcomes found so far, by index of the input."""

    inputs: Sequence[Input]
    by_trace: dict[str, int] = field(default_factory=dict)
    by_id: dict[str, int] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    by_stamp: dict[tuple[str, str], int] = field(default_factory=dict)
    outcomes: dict[int, Result | Failure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_trace = {one.trace: index for index, one in enumerate(self.inputs)}
        self.by_id = {one.record_id: index for index, one in enumerate(self.inputs) if one.record_id}
        self.by_email = {one.email: index for index, one in enumerate(self.inputs) if one.email}
        self.by_stamp = {stamp: index for index, one in enumerate(self.inputs) for stamp in one.stamps.items()}

    def index_of_result(self, result: Result) -> int | None:
        shown: Mapping[str, Any] = result.get("properties") or {}
        return _first(
            [
                self.by_trace.get(str(result.get("objectWriteTraceId"))),
                self.by_id.get(str(result.get("id"))),
                *(self.by_email.get(address) for address in addresses(result)),
                *(self.by_stamp.get((name, str(value))) for name, value in shown.items()),
            ]
        )

    def indexes_of_error(self, error: Mapping[str, Any]) -> list[int]:
        """An error may be about several inputs at once."""
        context = error.get("context") or {}
        by_trace = [self.by_trace.get(name) for name in _texts(context, "objectWriteTraceId")]
        by_id = [self.by_id.get(name) for name in _texts(context, "ids", "id")]
        return [index for index in [*by_trace, *by_id] if index is not None]

    def unaccounted(self) -> list[int]:
        return [index for index in range(len(self.inputs)) if index not in self.outcomes]


def attribute(inputs: Sequence[Input], answer: Mapping[str, Any]) -> list[Result | Failure]:
    """One result or failure an input. What cannot be told is OUTCOME_UNKNOWN, never a guess."""
    found = _Attribution(inputs)
    stray_results = [result for result in answer.get("results") or () if not _place_result(found, result)]
    stray_errors = [error for error in answer.get("errors") or () if not _place_error(found, error)]
    _place_strays(found, stray_results, stray_errors)
    return [found.outcomes.get(index, UNTOLD) for index in range(len(inputs))]


def _place_result(found: _Attribution, result: Result) -> bool:
    index = found.index_of_result(result)
    if index is not None:
        found.outcomes[index] = result
    return index is not None


def _place_error(found: _Attribution, error: Mapping[str, Any]) -> bool:
    indexes = found.indexes_of_error(error)
    for index in indexes:
        found.outcomes.setdefault(index, classify_item(error, found.inputs[index].sent))
    return bool(indexes)


def _place_strays(found: _Attribution, results: Sequence[Result], errors: Sequence[Mapping[str, Any]]) -> None:
    """Where only one input is left, the one stray thing is about it; and one error may speak for all."""
    left = found.unaccounted()
    if len(left) == 1 and len(results) == 1 and not errors:
        found.outcomes[left[0]] = results[0]
    elif errors and not results:
        sent = tuple(value for index in left for value in found.inputs[index].sent)
        failures = {classify_item(error, sent) for error in errors}
        if len(failures) == 1 and len(left) in {1, len(errors)}:
            failure = failures.pop()
            found.outcomes.update(dict.fromkeys(left, failure))


def _first(indexes: Sequence[int | None]) -> int | None:
    return next((index for index in indexes if index is not None), None)


def _texts(context: Mapping[str, Any], *names: str) -> Iterator[str]:
    for name in names:
        value = context.get(name, ())
        yield from map(str, value if isinstance(value, list) else [value])
