"""Rows as the Bulk API writes them: CSV, nulls empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class CsvForm(NamedTuple):
    """`quotes_all`: every value is in quotes, not only where it must be. `times_with_z`: not with `+0000`."""

    with_header: bool
    quotes_all: bool
    times_with_z: bool


def csv_text(columns: Sequence[str], records: Sequence[Mapping[str, Any]], form: CsvForm) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if form.quotes_all else csv.QUOTE_MINIMAL, lineterminator="\n")
    if form.with_header:
        writer.writerow(columns)
    paths = [tuple(column.split(".")) for column in columns]
    writer.writerows([_text(_at(record, path), form) for path in paths] for record in records)
    return out.getvalue()


def _at(record: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401 - any value
    found: Any = record
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _text(value: Any, form: CsvForm) -> str:  # noqa: ANN401 - as above
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_time = text.endswith("+0000") and "T" in text and len(text) == 28
    return f"{text[:-5]}Z" if is_time and form.times_with_z else text
