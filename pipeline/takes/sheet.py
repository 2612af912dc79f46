"""The take sheet: a row per line with its take and state, for people and their spreadsheets."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.records import Line, Missing, Take
from pipeline.store import write_atomically
from pipeline.takes.attempts import MACHINE
from pipeline.takes.performing import Failure
from pipeline.takes.requests import TakeRequest

# Spreadsheets evaluate a cell that begins with one of these signs as a formula, which can send the sheet's content
# away. Such a cell is written with an apostrophe before it; one that begins with apostrophes gets one more, so that
# reading removes exactly one.
_FORMULA = re.compile("'*[=+@\t\r\n＝＋－＠-]")

COLUMNS = ("slate", "state", "reason", "text", "spoken", "take", "milliseconds", "seed", "attempts", "notes",
           "circled", "tried")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """The attempts of a line, for the sheet: which is used, from 1, and a word on each."""

    circled: int
    words: tuple[str, ...]


def write_sheet(
    path: Path,
    lines: Sequence[Line],
    requests: Sequence[TakeRequest | None],
    takes: Mapping[str, Take | Failure | Missing],
    tried: Mapping[str, Tried] = {},
) -> None:
    """Writes a row per line: made, failed, wanted, or silent (nothing to speak). It can be rebuilt from the store.

    Args:
        tried: the attempts of a line by the key of the one that is used, where there were several.
    """
    rows = [
        (*_row(line, request, takes.get(request.key) if request else None), *_tried(request, tried))
        for line, request in zip(lines, requests, strict=True)
    ]
    if _stands(path, rows):
        return
    import pandas  # 0.25 s that neither a plan nor a run with nothing to do should pay

    table = pandas.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    # Lines end as RFC 4180 has it; with "\n" a carriage return in a text would end a row.
    write_atomically(path, table.map(cell).to_csv(index=False, lineterminator="\r\n").encode())


def _stands(path: Path, rows: Sequence[tuple[str | int, ...]]) -> bool:
    """Whether the file holds these rows already."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            written = [tuple(row) for row in csv.reader(file)]
    except (OSError, ValueError, csv.Error):
        return False
    return written == [COLUMNS, *(tuple(str(cell(value)) for value in row) for row in rows)]


def _tried(request: TakeRequest | None, tried: Mapping[str, Tried]) -> tuple[str | int, ...]:
    if request is None:
        return "", ""
    found = tried.get(request.key)
    return (found.circled, "; ".join(found.words)) if found else (1, "")


def _row(line: Line, request: TakeRequest | None, take: Take | Failure | Missing | None) -> tuple[str | int, ...]:
    head = (line.text, line.spoken)
    if request is None:
        return (line.slate, "silent", "nothing to speak", *head, "", 0, "", 0, "")
    if isinstance(take, Take):
        findings = "; ".join(f"{finding.code} {finding.found}" for finding in take.findings)
        return (
            line.slate,
            "made",
            "",
            *head,
            take.digest,
            take.duration_ms,
            take.seed,
            request.attempt % MACHINE + 1,
            findings,
        )
    if isinstance(take, Failure):
        why = take.why
        return (line.slate, "failed", why, *head, "", "", request.seed, request.attempt % MACHINE + 1, f"t-001 {why}")
    reason = "" if take is None else take.reason
    return (line.slate, "wanted", reason, *head, "", "", request.seed, request.attempt, "")


def cell(value: Any) -> Any:
    """A cell that no spreadsheet evaluates."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _uncelled(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_sheet(path: Path) -> dict[str, str]:
    """Text -> spoken form of the lines of an earlier run, so that a plan can say what changed; {} where there is none.

    By the module csv, because every plan reads the sheet and pandas takes 0.25 s to import.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {_uncelled(row["text"]): _uncelled(row["spoken"]) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError, TypeError, AttributeError, csv.Error):
        return {}
