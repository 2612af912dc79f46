"""dataset.tsv: a line a clip, which people proofread. A line that a person corrected is never written over.

Its last column is a mark, made of the others as they were written here. Where a line no longer fits its mark, or has
none, a person wrote it: text, verdict, reason, style and times stand as they are, whatever is found later.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from pipeline.enrolment.records import REASONS
from pipeline.errors import ManifestError
from pipeline.store import digest_of, write_atomically
from pipeline.untrusted.bounds import stays_inside

NAME = "dataset.tsv"
MOST_BYTES = 4 << 20
MARK = 12  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """A line; times in milliseconds of the recording."""

    clip: str
    recording: str
    start: str
    end: str
    language: str
    text: str
    heard: str
    confidence: str
    verdict: str
    reason: str
    style: str = ""
    mark: str = ""

    @property
    def key(self) -> str:
        return self.clip

    @property
    def span(self) -> tuple[int, int]:
        return int(self.start), int(self.end)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(filter(None, (part.strip() for part in self.reason.split(","))))

    def made_mark(self) -> str:
        written = "\t".join(astuple(self)[:-1])
        return digest_of(written.encode())[:MARK]

    @property
    def corrected(self) -> bool:
        return self.mark != self.made_mark()


COLUMNS = tuple(field.name for field in fields(Row))


def read_rows(path: Path) -> list[Row]:
    """The lines of a data set; none where there is no file.

    Raises:
        ManifestError: it is no such table, or a line says what cannot be.
    """
    if not path.exists():
        return []
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ManifestError(f"{path} has {path.stat().st_size >> 20} MB; a data set has some kB")
        written = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} cannot be read as UTF-8: {error}") from None
    reader = csv.DictReader(io.StringIO(written, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [name for name in COLUMNS[:10] if name not in (reader.fieldnames or ())]:
        raise ManifestError(f"{path}: its first line lacks the column {missing[0]!r}; it has {', '.join(COLUMNS)}")
    return [_row(path, number, line) for number, line in enumerate(reader, 2)]


def _row(path: Path, number: int, line: dict[str | None, str | list[str] | None]) -> Row:
    where = f"{path}, line {number}"
    if None in line:
        raise ManifestError(f"{where} has more columns than the first line; a text holds no tab")
    row = Row(**{name: str(line.get(name) or "") for name in COLUMNS})
    try:
        start, end = row.span
    except ValueError:
        raise ManifestError(f"{where}: start and end are whole milliseconds, not {row.start!r}, {row.end!r}") from None
    if not 0 <= start < end:
        raise ManifestError(f"{where}: its end, {end} ms, is not after its start, {start} ms")
    if row.verdict not in ("kept", "refused"):
        raise ManifestError(f"{where}: the verdict is kept or refused, not {row.verdict!r}")
    if not stays_inside(row.clip):
        raise ManifestError(f"{where}: {row.clip!r} is no name of a clip in the voice's folder")
    if unknown := [reason for reason in row.reasons if reason not in REASONS]:
        raise ManifestError(f"{where}: {unknown[0]!r} is no reason; there are: {', '.join(REASONS)}")
    return row


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    write_atomically(path, rows_text(rows).encode())


def rows_text(rows: Iterable[Row]) -> str:
    return "".join("\t".join(line) + "\n" for line in (COLUMNS, *(astuple(row) for row in rows)))


def marked(row: Row) -> Row:
    """A line as it is written here, with its mark."""
    return replace(row, mark=row.made_mark())


def plain(text: str) -> str:
    """A text as a field: without tabs, line ends and other controls."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def merged(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The new lines, but a person's where there are any; a clip that a person's line covers is left out."""
    kept = [row for row in old if row.corrected]
    names = {row.key for row in kept}
    out = [row for row in new if row.key not in names and not any(_covers(one, row) for one in kept)]
    return sorted([*out, *kept], key=lambda row: (row.recording, *row.span))


def _covers(person: Row, row: Row) -> bool:
    if person.recording != row.recording:
        return False
    (a, b), (c, d) = person.span, row.span
    return 2 * (min(b, d) - max(a, c)) > d - c
