"""Rows as the Bulk API writes them: CSV, every value in quotes, nulls empty, times with `Z`."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any


def csv_text(columns: Sequence[str], records: Sequence[Mapping[str, Any]], *, with_header: bool) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    if with_header:
        writer.writerow(columns)
    paths = [tuple(column.split(".")) for column in columns]
    writer.writerows([_text(_at(record, path)) for path in paths] for record in records)
    return out.getvalue()


def _at(record: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401 - any value
    found: Any = record
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _text(value: Any) -> str:  # noqa: ANN401 - as above
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"{text[:-5]}Z" if text.endswith("+0000") and "T" in text and len(text) == 28 else text
