"""The simulator's control endpoint that takes records in bulk, past the vendor's API and its limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self, TypeVar

import requests

BATCH = 1_000
TIMEOUT_S = 60

T = TypeVar("T")


class SimulatorAwayError(Exception):
    """Nothing answers at the simulator's address, or something else than a simulator does."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """`errors` maps the index of a refused record within the batch to the reason."""

    loaded: int
    errors: Mapping[int, str]


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


class SimulatorControl:
    """`base_url` is the simulator's own, without a path."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def load(self, object_type: str, records: Sequence[Mapping[str, str]], ids: Sequence[str | None] = ()) -> Loaded:
        """Stores one batch. `ids` may be empty, else one a record (None: a new one). Raises SimulatorAwayError."""
        body = {"object": object_type, "records": records, "ids": ids}
        url = f"{self._base_url}/__sim__/load"
        try:
            answer = self._session.post(url, json=body, timeout=TIMEOUT_S)
            answer.raise_for_status()
            found = answer.json()
            errors = {int(error["index"]): str(error["reason"]) for error in found["errors"]}
            return Loaded(int(found["loaded"]), errors)
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise SimulatorAwayError(f"{url} does not answer as a simulator: {_cause(error)}") from error


def _cause(error: Exception) -> str:
    if isinstance(error, requests.HTTPError):
        return f"HTTP {error.response.status_code} {error.response.text[:300]}"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return f"{type(error).__name__} {error}"
