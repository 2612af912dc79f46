"""What a night leaves to read: the report, a book's artifact; and how books share the engines."""

import json
import os
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.artifact import markdown as artifact
from flows.morning import FAILED, Night, markdown
from flows.nightly import NightReport, Share, shares
from flows.runs import started
from flows.sheets import sheets_of
from pipeline.manifests import RepoSettings
from pipeline.qa.findings import PlacedFinding
from pipeline.records import Finding
from pipeline.report.gate import GateSummary
from pipeline.report.record import as_json
from tests.reports import report

GOOD = Night(
    "good",
    "made",
    "passed with waivers: m-002 Chapter 1: he shouts",
    12,
    60_000,
    500,
    900,
    (Finding("m-002", "Chapter 1", "0.6 % of the samples"),),
)
BAD = Night("bad", FAILED, "bad.epub cannot be read")


def test_the_report_says_what_is_to_come_what_went_wrong_and_what_codes_mean() -> None:
    text = markdown([GOOD, BAD], 0, 60, 3)
    assert "3 more to come" in text
    assert (
        text.index("## What went wrong") < text.index("bad.epub cannot be read") < text.index("## Passed with waivers")
    )
    assert "m-002 (the limiter acted) Chapter 1" in text
    assert "and 0 more" not in markdown([replace(GOOD, findings=GOOD.findings * 20)], 0, 60)
    assert "  - and 2 more\n" in markdown([replace(GOOD, findings=GOOD.findings * 22)], 0, 60)
    assert "more to come" not in markdown([GOOD], 0, 60)
    assert str(BAD) == "bad: failed; bad.epub cannot be read"


def test_the_report_leads_to_the_page_on_which_people_listen() -> None:
    waits = GateSummary("standard", 200, 200, 200, 9, 4, 1, 3, 95_000)
    quiet = replace(waits, waiting=0, listening_ms=0)
    nights = [
        replace(GOOD, slug="calm", gate=quiet, review="voicepress review calm/production.yaml"),
        replace(GOOD, gate=waits, review="voicepress review good/production.yaml"),
    ]
    text = markdown(nights, 0, 60, shelf="voicepress review manifests")
    assert "3 lines wait for a person in 1 of 2 books, 2 minutes to listen." in text
    assert (
        "4 performed again by itself; 3 lines wait for a person, 2 minutes of listening: `voicepress review good/production.yaml`"
        in text
    )
    assert text.index("- **good**: all") < text.index("- **calm**: all")
    assert "calm/production.yaml" not in text
    assert "`voicepress review manifests`" in text
    assert "review manifests" not in markdown(nights[:1], 0, 60, shelf="voicepress review manifests")


def test_a_night_that_is_killed_leaves_what_its_books_came_to_and_the_next_one_stands_below(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "nightly-2026-11-28.md"
    NightReport(path, 0, 2).write([GOOD])
    NightReport(path, 60, 1).write([BAD])
    text = path.read_text("utf-8")
    assert text.index("| good | made |") < text.index("1 more to come") < text.index("| bad | failed |")


def test_the_report_has_the_pace_of_each_book_from_its_take_sheet(tmp_path: Path) -> None:
    heads = "slate,state,reason,text,spoken,take,milliseconds,seed,attempts,notes\r\n"
    text = "It was a bright cold day in April."
    rows = [f"c001.l{n:04},made,,{text},{text},{'a' * 64},{len(text) * ms},7,{1 + (n == 2)},\r\n"
            for n, ms in enumerate((50, 60, 70))]  # fmt: skip
    rows += ["c001.l0004,made,,Oh!,Oh!,b,9000,7,1,\r\n", "c001.l0005,failed,no voice,No.,No.,,,7,1,t-001 no voice\r\n"]
    for folder, lines in (("good/acx", rows), ("none", []), ("damaged", ["a\r\n"])):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "takesheet.csv").write_text(heads + "".join(lines), "utf-8")
    (tmp_path / "damaged" / "takesheet.csv").write_bytes(b"\xff\xfe\x00")
    sheets = sheets_of(tmp_path, ["good", "none", "damaged", "missing"])
    assert list(sheets) == ["good", "none", "damaged"]
    text = markdown([GOOD], 0, 60, sheets=sheets)
    assert "| good | 5 | 1 | 1 | 60 | 51 to 69 |" in text
    assert "| none | 0 | 0 | 0 |  |  |" in text
    assert "damaged" not in text


def test_a_book_s_artifact_has_its_verdict_chapters_files_and_findings() -> None:
    said = json.loads(
        json.dumps(
            as_json(
                report(
                    2,
                    tuple(
                        PlacedFinding("t-003", f"take {n}", "4000 | 1500 ms", f"c001.l{n:04}", "Oh", 1)
                        for n in range(9)
                    ),
                    errors=("no consent",),
                )
            )
        )
    )
    text = artifact(said)
    for part in (
        "**failed: no consent**",
        "| 2 | Chapter 2 |",
        "A Book.m4b",
        "**t-003**",
        "(warning, 9)",
        "and 4 more",
    ):
        assert part in text


@pytest.mark.parametrize(("repo", "books", "wanted"), [
    ({}, 1, [Share()]),
    ({"workers": 4}, 2, [Share(2), Share(2)]),
    ({"workers": 1}, 3, [Share(1)] * 3),
    ({"devices": ("0", "1", "2")}, 2, [Share(None, ("0", "2")), Share(None, ("1",))]),
    ({"devices": ("0",)}, 4, [Share(None, ("0",))]),
])  # fmt: skip
def test_books_at_a_time_share_engines_and_no_device_is_two_books_own(
    repo: dict[str, Any], books: int, wanted: list[Share]
) -> None:
    assert shares(RepoSettings(**repo), books) == wanted


def test_a_process_that_is_gone_has_no_start() -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    assert started(child.pid) is None
    mine = started(os.getpid())
    assert mine is not None
    assert mine < time.time()
