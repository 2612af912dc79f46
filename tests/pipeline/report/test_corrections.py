"""The correction list: a row for each place that differs, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from pipeline.report.corrections import COLUMNS, corrections, corrections_csv
from pipeline.report.review import Decided, ReviewAttempt, ReviewFinding, ReviewLine, ReviewRow, ReviewWord

STARTS = {2: 60_000}


def words(*pairs: tuple[str, str, str, int]) -> tuple[ReviewWord, ...]:
    return tuple(ReviewWord(kind, should, said, at, at + 200 if at >= 0 else -1) for kind, should, said, at in pairs)  # type: ignore[arg-type]


SAID = words(
    ("same", "He", "he", 0), ("same", "came", "came", 300), ("same", "in", "in", 600), ("same", "and", "and", 900),
    ("replaced", "sat", "sad", 1200), ("same", "down", "down", 1500), ("same", "by", "by", 1800), ("same", "the", "the", 2100),
    ("missing", "warm", "", -1), ("missing", "old", "", -1), ("same", "fire.", "fire", 2700), ("added", "", "=cmd", 3000),
)  # fmt: skip
FINDINGS = (
    ReviewFinding("h-004", "flag", "'sad' was said for 'sat'", "sad", "sat", 1200, 1400),
    ReviewFinding("h-002", "fail", "'warm old' is not said", "", "warm old", 2300, 2700),
    ReviewFinding("h-003", "flag", "'=cmd' was added", "=cmd", "", 3000, 3200),
    ReviewFinding("t-012", "flag", "a hum at 50 Hz"),
    ReviewFinding("h-010", "pass", "'fire' for 'fire.'", "fire", "fire."),
)


def line(findings: tuple[ReviewFinding, ...] = FINDINGS, **decided: object) -> ReviewLine:
    row = ReviewRow("c002.l0004", 2, "He came in and sat down by the warm old fire.", "heart", "fail", 2.0, (), 3300, 1,
                    Decided(**decided), False, True, "v")  # type: ignore[arg-type]  # fmt: skip
    attempt = ReviewAttempt(0, "0" * 64, 3300, "fail", circled=True, words=SAID, findings=findings)
    return ReviewLine(row, "Chapter 2", row.text, (), "en", "", "", 72_000, 0.0, 300, None, None, (attempt,))


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return [*csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def test_each_place_has_its_row_in_the_trades_shape() -> None:
    found = corrections([line()], STARTS)
    assert [(one.said, one.should, one.around) for one in found] == [
        ("sad", "sat", "... came in and [sat] down by the ..."),
        ("", "warm old", "... down by the [warm old] fire."),
        ("=cmd", "", "... warm old fire. [^]"),
        ("", "", "He came in and sat down by the warm old fire."),
    ]
    first, second, added, hum = rows(corrections_csv(found))
    assert tuple(first) == COLUMNS
    assert (first["chapter"], first["time"], first["time in book"]) == ("Chapter 2", "0:00:13.2", "0:01:13.2")
    assert (second["time"], second["note"]) == ("0:00:14.3", "h-002 'warm old' is not said")
    assert added["said"] == "'=cmd"
    assert hum["note"] == "t-012 a hum at 50 Hz"


def test_what_is_accepted_and_what_is_only_spelled_otherwise_is_not_listed() -> None:
    assert not corrections([line(approved=True)], STARTS)
    assert [one.said for one in corrections([line(waived=("h-002", "h-003", "t-012"))], STARTS)] == ["sad"]
    waived = tuple(replace(finding, waived="hers") for finding in FINDINGS)
    assert not corrections([line(waived)], STARTS)


def test_times_that_are_not_known_are_left_empty() -> None:
    (first, *_) = rows(corrections_csv(corrections([replace(line(), at_ms=-1)], {})))
    assert (first["time"], first["time in book"]) == ("", "")
