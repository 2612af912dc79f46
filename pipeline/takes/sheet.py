"""The take sheet: a row per line with its take and state, for people and their spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.records import Line, Missing, Take
from pipeline.store import write_atomically
from pipeline.takes.performing import Failure
from pipeline.takes.requests import TakeRequest

# Spreadsheets take a cell that begins so for a formula, which can send what the sheet holds to anybody: it is written
# with an apostrophe before it. One that has apostrophes there already gets one more, so that reading takes one away.
_FORMULA = re.compile("'*[=+@\t\r\n＝＋－＠-]")

COLUMNS = ("slate", "state", "reason", "text", "spoken", "take", "milliseconds", "seed", "attempts", "notes")


def write_sheet(
    path: Path,
    lines: Sequence[Line],
    requests: Sequence[TakeRequest | None],
    takes: Mapping[str, Take | Failure | Missing],
) -> None:
    """A row a line: made, failed, wanted, or silent (nothing to speak). Rebuilt from the store whenever it is gone."""
    out = io.StringIO()
    writer = csv.writer(out)  # ends lines as RFC 4180 does; with "\n" a carriage return in a text would end a row
    writer.writerow(COLUMNS)
    for line, request in zip(lines, requests, strict=True):
        take = takes.get(request.key) if request else None
        if request is None:
            row: tuple[Any, ...] = ("silent", "nothing to speak", "", 0, "", 0, "")
        elif isinstance(take, Take):
            findings = "; ".join(f"{finding.code} {finding.found}" for finding in take.findings)
            row = ("made", "", take.digest, take.duration_ms, take.seed, request.attempt + 1, findings)
        elif isinstance(take, Failure):
            row = ("failed", take.why, "", "", request.seed, request.attempt + 1, f"t-001 {take.why}")
        else:
            row = ("wanted", "" if take is None else take.reason, "", "", request.seed, request.attempt, "")
        writer.writerow(map(_cell, (line.slate, *row[:2], line.text, line.spoken, *row[2:])))
    write_atomically(path, out.getvalue().encode())


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _uncelled(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_sheet(path: Path) -> dict[str, str]:
    """Text -> spoken form of the lines of an earlier run, for saying what changed; {} where there is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {_uncelled(row["text"]): _uncelled(row["spoken"]) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError, TypeError, AttributeError, csv.Error):
        return {}
