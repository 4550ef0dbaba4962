"""Reading a CSV export: lines, delimiters, encodings, and what breaks one row but not the file."""

from pathlib import Path

import pytest

from sandbox.data.export_file import NotAnExportError, Row, opened_export


def read(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    with opened_export(path) as export:
        return export.headings, list(export.rows)


def file_of(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = file_of(tmp_path, delimiter.join(("First Name", "Email")) + "\n" + delimiter.join(("Ada", "a@b.co")))
    assert read(path) == (("First Name", "Email"), [Row(2, ("Ada", "a@b.co"))])


def test_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    assert read(file_of(tmp_path, b"\xef\xbb\xbfEmail\r\na@b.co\r\n"))[0] == ("Email",)


def test_utf_16_of_a_spreadsheet(tmp_path: Path) -> None:
    path = file_of(tmp_path, "First Name\tEmail\nŁucja\tl@b.co\n".encode("utf-16"))
    assert read(path)[1] == [Row(2, ("Łucja", "l@b.co"))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_row_is_where_it_begins_whatever_its_newlines(tmp_path: Path, newline: str) -> None:
    lines = ["Street,City", '"Unit 1', 'Main St",Bonn', "", "Side St,Ulm"]
    assert read(file_of(tmp_path, newline.join(lines)))[1] == [
        Row(2, (f"Unit 1{newline}Main St", "Bonn")),
        Row(5, ("Side St", "Ulm")),
    ]


def test_wrong_number_of_columns_is_a_fault_of_the_row(tmp_path: Path) -> None:
    rows = read(file_of(tmp_path, "A,B\n1\n1,2\n1,2,3\n"))[1]
    assert [(row.line, row.fault) for row in rows] == [
        (2, "1 columns instead of 2"),
        (3, None),
        (4, "3 columns instead of 2"),
    ]


def test_undecodable_bytes_cost_their_row_only(tmp_path: Path) -> None:
    rows = read(file_of(tmp_path, b"A,B\n1,M\xfcller\n1,M\xc3\xbcller\n"))[1]
    assert [(row.line, row.fault is None) for row in rows] == [(2, False), (3, True)]
    assert "column 2" in (rows[0].fault or "")


def test_a_stray_quote_costs_its_row_only(tmp_path: Path) -> None:
    rows = read(file_of(tmp_path, 'A,B\n1,2\n"x"y,2\n3,4\n'))[1]
    assert [(row.line, row.fault is None) for row in rows] == [(2, True), (3, False), (4, True)]
    assert (rows[1].fault or "").startswith("not CSV")


def test_an_unclosed_quote_at_the_end_is_named(tmp_path: Path) -> None:
    rows = read(file_of(tmp_path, 'A,B\n1,2\n"x,2\n3,4\n'))[1]
    assert rows[0] == Row(2, ("1", "2"))
    assert rows[1].line == 3
    assert rows[1].fault


@pytest.mark.parametrize("content", ["", "\n\n", '"unclosed'])
def test_no_heading_row(tmp_path: Path, content: str) -> None:
    with pytest.raises(NotAnExportError, match="no heading row"):
        read(file_of(tmp_path, content))
