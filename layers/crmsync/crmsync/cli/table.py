"""The look of all tables: no frame, bold headings, 80 columns are enough."""

from __future__ import annotations

from rich.table import Table


def table(*headings: str, numbers: tuple[str, ...] = ()) -> Table:
    """`numbers` are the headings of the right-aligned columns."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for heading in headings:
        made.add_column(heading, justify="right" if heading in numbers else "left", overflow="fold")
    return made
