"""Tables: layout tables, and plays that are set as tables."""

from __future__ import annotations

from lxml import etree

from pipeline.intake.markup import semantics
from pipeline.intake.markup.shapes import HEADINGS
from pipeline.intake.markup.xml import local


def is_layout(table: etree._Element) -> bool:
    """Whether a table only lays out the page: it is read as if it were not there."""
    if table.get("role") in ("presentation", "none"):
        return True
    names = [local(e) for e in table.iter()]
    if names.count("table") > 1 or any(name in HEADINGS for name in names):
        return True
    rows = [e for e in table.iter() if local(e) == "tr"]
    return all(len(cells_of(row)) <= 1 for row in rows)


def cells_of(row: etree._Element) -> list[etree._Element]:
    """The cells of a row."""
    return [cell for cell in row if local(cell) in semantics.CELLS]


def is_speech(cells: list[etree._Element]) -> bool:
    """Whether a row is a speech of a play that is set as a table: the name, then the speech."""
    return bool(cells) and semantics.meaning(cells[0]).block == "speaker"
