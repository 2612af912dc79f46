"""Reader of cue sheets: CSV and XLSX tables with a row per cue, whose columns are found by their headings."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.readers.columns import Columns, columns_of
from pipeline.intake.scripts.readers.tags import subrip
from pipeline.intake.scripts.records import CueKind, OnScreen, Rate, ReadOptions
from pipeline.intake.scripts.timecode import clock_ms, frames_ms, is_timecode, milliseconds, rate_of, timecode_ms
from pipeline.languages.tags import tag
from pipeline.untrusted.bounds import ZIP_ENTRIES, ZIP_TOTAL_BYTES

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_OFF = re.compile(r"off\b.*|no|non|nein|false|0|o\.?s\.?|v\.?o\.?|n|hors.*|out", re.IGNORECASE)
_ON = re.compile(r"on\b.*|yes|oui|ja|si|sí|true|1|x|y|in", re.IGNORECASE)
_KINDS: dict[str, CueKind] = {
    "dialogue": "dialogue", "dialog": "dialogue", "description": "description", "ad": "description", "song": "song",
    "lyrics": "song", "sound": "sound", "sfx": "sound", "caption": "caption", "title": "caption", "graphic": "caption",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    number: int  # as a spreadsheet counts it
    cells: Sequence[object]

    def __getitem__(self, column: int | None) -> str:
        value = None if column is None or column >= len(self.cells) else self.cells[column]
        return "" if value is None else str(value).strip()


def read_csv(text: str, options: ReadOptions) -> Draft:
    head = text[:20_000]
    delimiter = max(",;\t|", key=lambda sign: sum(line.count(sign) for line in head.splitlines()[:20]))
    csv.field_size_limit(1 << 20)
    try:
        rows = [
            _Row(number, cells) for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)
        ]
    except csv.Error as error:
        raise ValueError(f"is no CSV: {error}") from None
    return _read(rows, options, "csv")


def read_xlsx(data: bytes, options: ReadOptions) -> Draft:
    _check_archive(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [
            [_Row(n, cells) for n, cells in enumerate(sheet.iter_rows(values_only=True), 1)]
            for sheet in book.worksheets
        ]
    except (KeyError, TypeError, AttributeError, IndexError, OSError, SyntaxError, zipfile.BadZipFile) as error:
        raise ValueError(f"is no workbook that can be read: {' '.join(str(error).split())[:120]}") from None
    first: ValueError | None = None
    for rows in sheets:
        try:
            return _read(rows, options, "xlsx")
        except ValueError as error:
            first = first or error
    raise first or ValueError("holds no sheet")


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise ValueError("is no workbook: its archive is damaged") from None
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise ValueError("is an archive, and no workbook: unpack it, and name the script in it")
    if len(entries) > ZIP_ENTRIES or sum(entry.file_size for entry in entries) > ZIP_TOTAL_BYTES:
        raise ValueError(f"unpacks to more than {ZIP_TOTAL_BYTES >> 20} MB, which no cue sheet does")


def _read(rows: Sequence[_Row], options: ReadOptions, kind: str) -> Draft:
    draft = Draft(kind, whole=False)
    columns = columns_of([row.cells for row in rows[:40]], options.columns)
    rate = rate_of(options.frame_rate) if options.frame_rate else None
    start_ms = _start_ms(options, rate)
    for row in rows[: columns.row]:
        draft.skip(" ".join(str(cell) for cell in row.cells if cell is not None), "header")
    for row in rows[columns.row :]:
        if any(cell not in (None, "") for cell in row.cells):
            _row(draft, row, columns, rate, start_ms)
    named = sum(bool(cue.characters) for cue in draft.cues)
    draft.layered = columns.character is None or 2 * named < len(draft.cues)
    draft.ids = columns.id is not None and not _counted([cue.own_id for cue in draft.cues])
    return draft


def _row(draft: Draft, row: _Row, columns: Columns, rate: Rate | None, start_ms: int) -> None:
    text = row[columns.text]
    used = {columns.text}
    for column, why in columns.reasons():
        draft.skip(row[column], why)
        used.add(column)
    for column in range(len(row.cells)):
        if column not in used:
            draft.skip(row[column], "other column")
    where = f"row {row.number}"
    if not row[columns.begin] and not row[columns.end]:
        if text:
            draft.skip(text, "outside any cue")
            draft.note("c-006", where, f"{text[:80]!r} stands in no row with a time")
        return
    begin = _time(row, columns.begin, columns, rate, where)
    end = _time(row, columns.end, columns, rate, where)
    if end is None and begin is not None and (length := _time(row, columns.duration, columns, rate, where)) is not None:
        end = begin + length
    character = " ".join(row[columns.character].split())
    draft.cues.append(Raw(
        None if begin is None else begin - start_ms, None if end is None else end - start_ms, subrip(text), where,
        own_id=row[columns.id], characters=(character,) if character else (), language=tag(row[columns.language]),
        on_screen=_screen(row[columns.on_screen]), kind=_KINDS.get(row[columns.kind].lower()),
        written=f"{row[columns.begin] or 'nothing'} to {row[columns.end] or 'nothing'}",
    ))  # fmt: skip


def _time(row: _Row, column: int | None, columns: Columns, rate: Rate | None, where: str) -> int | None:
    """A cell's time in milliseconds: timecode, clock, a number in the heading's unit, or a spreadsheet's own time."""
    if column is None or column >= len(row.cells) or row.cells[column] in (None, ""):
        return None
    value = row.cells[column]
    if isinstance(value, datetime.datetime):
        value = value.time()  # a time that a spreadsheet keeps as a date of 1899
    if isinstance(value, datetime.time):
        return ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + round(value.microsecond / 1000)
    if isinstance(value, datetime.timedelta):
        return round(value.total_seconds() * 1000)
    written = str(value).strip()
    try:
        if is_timecode(written):
            if rate is None:
                raise ValueError(f"counts frames ({written}): say how many a second has (--frame-rate 25)")
            return timecode_ms(written, rate)
        if _NUMBER.fullmatch(written):
            return _number(Fraction(written.replace(",", ".")), columns.unit(column), rate)
        return clock_ms(written)
    except ValueError as error:
        raise ValueError(
            f"cannot be read in {where}: {error}" if "counts frames" not in str(error) else str(error)
        ) from None


def _number(value: Fraction, unit: str, rate: Rate | None) -> int:
    if unit == "ms":
        return int(value)
    if unit == "frames":
        if rate is None:
            raise ValueError("counts frames: say how many a second has (--frame-rate 25)")
        return frames_ms(value, rate)
    return milliseconds(value)


def _start_ms(options: ReadOptions, rate: Rate | None) -> int:
    if not options.start:
        return 0
    return timecode_ms(options.start, rate) if rate and is_timecode(options.start) else clock_ms(options.start)


def _screen(written: str) -> OnScreen:
    word = written.strip(" ()").replace("-", "_")
    if word.upper() in ("ON_OFF", "OFF_ON"):
        return "on_off" if word.upper() == "ON_OFF" else "off_on"
    if not word:
        return ""
    return "off" if _OFF.fullmatch(word) else "on" if _ON.fullmatch(word) else ""


def _counted(ids: Iterable[str]) -> bool:
    """Whether ids are only rows counted from 1 (or 0), which a new row changes."""
    listed = list(ids)
    return any(listed == [str(n) for n in range(first, first + len(listed))] for first in (0, 1))
