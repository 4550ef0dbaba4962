"""A CRM's CSV export as a stream of rows that know their line: any delimiter, BOM, quoted newlines, bad bytes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

DELIMITERS = ",;\t|"
LONGEST_FIELD = 1_000_000
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class NotAnExportError(Exception):
    """The file as a whole is no CSV export of this object."""


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is the line of the file on which the row begins, counted from 1. `fault` says why it can't be read."""

    line: int
    cells: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class ExportFile:
    """`rows` can be read once, while the file is open."""

    headings: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def opened_export(path: Path) -> Iterator[ExportFile]:
    """Raises NotAnExportError when there is no heading row, OSError when the file can't be read."""
    # Bytes that are no UTF-8 survive as surrogates, so that they cost one row and not the file.
    with path.open(encoding=_encoding(path), errors="surrogateescape", newline="") as file:
        delimiter = _delimiter(file)
        rows = _rows(file, delimiter)
        first = next(rows, None)
        if first is None or first.fault or not any(first.cells):
            raise NotAnExportError(f"{path} has no heading row")
        width = len(first.cells)
        yield ExportFile(first.cells, (_of_width(row, width) for row in rows))


def _encoding(path: Path) -> str:
    """Excel's *Unicode text* is UTF-16; everything else is read as UTF-8, with or without BOM."""
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in _UTF16_MARKS else "utf-8-sig"


def _delimiter(file: TextIO) -> str:
    """The most frequent candidate in the heading row; the file is rewound."""
    headings = file.readline()
    file.seek(0)
    counts = Counter(character for character in headings if character in DELIMITERS)
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def _rows(file: TextIO, delimiter: str) -> Iterator[Row]:
    """All rows but empty lines. `strict` makes a stray quote cost its row, not all that follow it."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, fault=f"not CSV: {error}")
            continue
        if cells:
            yield Row(line, tuple(cells), _undecodable(cells))


def _undecodable(cells: list[str]) -> str | None:
    for number, cell in enumerate(cells, start=1):
        try:
            cell.encode()
        except UnicodeEncodeError:
            return f"undecodable bytes in column {number} (the file must be UTF-8)"
    return None


def _of_width(row: Row, width: int) -> Row:
    if row.fault or len(row.cells) == width:
        return row
    return Row(row.line, row.cells, f"{len(row.cells)} columns instead of {width}")
