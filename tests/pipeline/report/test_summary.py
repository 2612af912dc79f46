"""The summary above a report, the verdicts of its chapters, and how the page words figures of sound."""

from dataclasses import replace

import pytest
from lxml import html

from pipeline.qa.findings import PlacedFinding
from pipeline.qa.levels import PEAK_SLACK_DB
from pipeline.records import Coverage
from pipeline.report.page import page
from pipeline.report.record import ChapterRow, FileRow, Place
from pipeline.report.summary import summary
from tests.reports import ACX, chapter, report

LOOK = PlacedFinding("t-003", "take 1", "long", "c001.l0001", "Oh!", 1)
FAIL = PlacedFinding("m-001", "Chapter 1", "loud", chapter=1)
KNOW = PlacedFinding("m-002", "Chapter 1", "0.6 %", chapter=1)


def lines(*findings: PlacedFinding, **other: object) -> dict[str, tuple[str, str]]:
    return {line.name: (line.state, line.sentence) for line in summary(report(2, findings, **other))}


@pytest.mark.parametrize(("findings", "verdict"), [
    ((), "pass"), ((KNOW,), "pass"), ((LOOK,), "look"), ((LOOK, KNOW), "look"), ((FAIL,), "fail"), ((LOOK, FAIL), "fail"),
    ((FAIL, LOOK), "fail"), ((replace(FAIL, waived="so"),), "pass"), ((replace(FAIL, chapter=2),), "pass"), ((replace(FAIL, chapter=0),), "pass"),
])  # fmt: skip
def test_a_chapter_s_verdict_is_that_of_its_gravest_finding(findings: tuple[PlacedFinding, ...], verdict: str) -> None:
    assert report(2, findings).of_chapter()[1] == verdict


def test_a_chapter_without_a_master_is_missing_whatever_was_found() -> None:
    rows = (ChapterRow(1, "I", 3, 0, None, missing="not made yet"), chapter(2, "II"))
    made = report(rows, (LOOK, FAIL), files=())
    assert made.of_chapter() == {1: "missing", 2: "pass"}
    assert {line.name: line.sentence for line in summary(made)}["Level"] == "1 of 2 chapters mastered"


def test_findings_are_counted_by_what_they_ask_of_the_reader() -> None:
    found = (LOOK, LOOK, LOOK, KNOW, KNOW, FAIL, replace(LOOK, waived="so"))
    assert lines(*found)["Notes"] == ("look", "3 to look at, 2 for information, 1 waived")
    assert lines(KNOW)["Notes"] == ("pass", "0 to look at, 1 for information, 0 waived")


def test_text_is_accounted_for() -> None:
    assert lines()["Text"] == ("pass", "all 10,000 characters accounted for: 97.0 % spoken as written, 2.0 % by rule, "
                               "1.0 % not read for a reason")  # fmt: skip
    assert lines(PlacedFinding("s-001", "x", "y"))["Text"][0] == "look"
    nothing = lines(coverage=Coverage(0, 0, {}, {}))["Text"][1]
    assert nothing.startswith("all 0 characters accounted for: 0.0 % spoken as written, 0.0 % by rule, 100.0 %")


@pytest.mark.parametrize(("taken", "silent", "said"), [
    (160, 0, ("pass", "all 160 lines spoken")),
    (158, 2, ("pass", "all 158 lines spoken; 2 have nothing to speak")),
    (157, 2, ("missing", "157 of 158 lines spoken; 2 have nothing to speak")),
])  # fmt: skip
def test_lines_that_are_spoken(taken: int, silent: int, said: tuple[str, str]) -> None:
    assert lines(taken=taken, silent=silent)["Takes"] == said


def test_levels_and_files() -> None:
    assert lines()["Level"] == ("pass", "the book at −20.0 LUFS, asked −20.0 LUFS ± 1 LU; chapters from −20.0 to −20.0")
    assert lines(FAIL)["Level"] == ("fail", "1 of 2 chapters outside −20.0 LUFS ± 1 LU")
    alone = summary(report((chapter(1, "I"),)))
    assert {line.name: line.sentence for line in alone}["Level"].endswith("; I at −20.0")
    assert lines()["Files"][1].startswith("1 file (m4b); their sound decoded again")
    assert lines(files=())["Files"] == ("missing", "nothing is delivered yet")
    refused = FileRow("m4b", "A Book.m4b", 1, 1, "0", "d-001 A Book.m4b: short")
    assert lines(files=(refused,))["Files"] == ("fail", "m4b not published and kept aside: d-001 A Book.m4b: short")


@pytest.mark.parametrize(("over", "state"), [(0.0, "pass"), (PEAK_SLACK_DB, "pass"), (PEAK_SLACK_DB + 0.01, "fail")])
def test_the_highest_peak_decides(over: float, state: str) -> None:
    row = chapter(1, "I")
    assert row.levels
    loud = replace(row, levels=replace(row.levels, true_peak_dbtp=ACX.true_peak_dbtp + over))
    assert {line.name: line.state for line in summary(report((loud, row)))}["Peaks"] == state


@pytest.mark.parametrize(("change", "cells"), [
    ({"limited_samples": 0, "limited_db": 0.0, "noise_floor_db": -200.0}, ("silence", "none")),
    ({"limited_samples": 10, "limited_db": 0.0, "noise_floor_db": -198.9}, ("−198.9", "1.00 %")),
    ({"limited_samples": 1, "limited_db": 0.2}, ("−71.8", "0.10 %, 0.2 dB")),
])  # fmt: skip
def test_noise_floor_and_limiter_in_the_table(change: dict, cells: tuple[str, str]) -> None:
    row = chapter(1, "I")
    assert row.levels
    drawn = html.fromstring(page(report((replace(row, samples=1000, levels=replace(row.levels, **change)),))))
    shown = {name: drawn.xpath(f"string(//table[contains(@class, 'chapters')]//td[@data-name='{name}'])")
             for name in ("Noise floor", "Limiter")}  # fmt: skip
    assert tuple(shown.values()) == cells


def test_files_of_one_format_beyond_six_fold_away() -> None:
    def folded(number: int) -> tuple[int, str]:
        files = tuple(FileRow("mp3", f"mp3/{n:03}.mp3", 1, 1, "0") for n in range(number))
        drawn = html.fromstring(page(report(2, files=files)))
        rows = drawn.xpath("count(//section[@aria-labelledby='files']/table//tbody/tr)")
        return int(rows), drawn.xpath("string(//section[@aria-labelledby='files']/details/summary)")

    assert folded(8) == (8, "")
    assert folded(9) == (6, "3 more files of MP3")


@pytest.mark.parametrize(("place", "source"), [
    (Place(70_000, 74_000, "A Book's.m4b"), "A%20Book%27s.m4b#t=69.5,74.5"),  # five seconds, from half a second before
    (Place(70_000, 79_000, "b.m4b"), "b.m4b#t=69.5,79.0"),  # or to the line's end
    (Place(70_000, 79_000, "mp3/2.mp3", 60_000), "mp3/2.mp3#t=9.5,19.0"),
    (Place(200, 900, "b.m4b"), "b.m4b#t=0.0,5.0"),
    (Place(200, 900), ""),
])  # fmt: skip
def test_a_finding_s_line_is_played_from_the_file(place: Place, source: str) -> None:
    drawn = html.fromstring(page(report(2, (LOOK,), places={"c001.l0001": place})))
    assert drawn.xpath("string(//li/audio/@src)") == source
    assert drawn.xpath("string(//li/span[@class='at'])") == f"{'1:10' if place.at_ms > 1000 else '0:00'}, Chapter 1"
