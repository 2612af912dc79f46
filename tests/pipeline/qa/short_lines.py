"""A check of a line's take that the product does not have: its own file, as a new check would be."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.codes import FILE, Code
from pipeline.qa.checks import Checked
from pipeline.qa.findings import PlacedFinding
from pipeline.records import Take

CODE = Code("t-999", "error", "the take is shorter than a second", refuses=FILE)


def short_takes(book: Checked) -> Iterator[PlacedFinding]:
    for chapter, line, _, take in book.spoken():
        if isinstance(take, Take) and take.duration_ms < 1000:
            yield PlacedFinding("t-999", line.slate, f"{take.duration_ms} ms", line.slate, line.text, chapter.number)
