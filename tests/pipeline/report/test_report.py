"""The report of a real small production, and the page of made-up large ones."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from flows.cli import main
from pipeline.errors import LinesFailedError, ManifestError
from pipeline.production import lay_out
from pipeline.production.reporting import report_of
from pipeline.qa.findings import PlacedFinding
from pipeline.records import Coverage, Levels, Master, Metadata
from pipeline.report.gate import GateSummary
from pipeline.report.page import page
from pipeline.report.record import FileRow, Place, VoiceRow, as_json
from pipeline.report.summary import summary
from tests.factories import write_production
from tests.pipeline.production.test_production import make, production_parts
from tests.reports import ACX, chapter, report

TEXT = "CHAPTER I\n\nIt was late. The clocks struck.\n\nCHAPTER II\n\nNobody came.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def twin(path: Path) -> dict:
    return json.loads((path.parents[3] / "out" / "short" / "report.json").read_text("utf-8"))


def test_producing_writes_the_page_and_its_twin_and_writes_them_the_same_again(path: Path) -> None:
    made = make(path)
    first = made.report.read_bytes(), twin(path)
    says = first[1]
    assert says["verdict"] == {"state": "passed", "reasons": []}
    assert says["schema"] == 2
    assert [(c["title"], c["verdict"]) for c in says["chapters"]] == [("CHAPTER I", "pass"), ("CHAPTER II", "pass")]
    assert says["audio_ms"] == made.audio_ms
    assert says["lines"] == says["taken"] == made.lines
    covered = says["coverage"]
    assert covered["characters"] == covered["spoken"] + sum((covered["replaced"] | covered["skipped"]).values())
    (file,) = says["files"]
    assert (made.report.parent / file["path"]).stat().st_size == file["size"]
    tree = html.fromstring(first[0])
    assert tree.xpath("string(//h1)") == "The Book of short"
    assert len(tree.xpath("//table[contains(@class,'chapters')]/tbody/tr")) == 2
    assert tree.xpath("string(//table[contains(@class,'files')]//a/@href)") == "The%20Book%20of%20short.m4b"
    make(path)
    assert (made.report.read_bytes(), twin(path)) == first


def test_the_command_writes_it_again_from_the_store(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make(path)
    before = made.report.read_bytes()
    made.report.unlink()
    assert main(["report", str(path)]) == 0
    assert capsys.readouterr().out.strip() == str(made.report)
    assert made.report.read_bytes() == before
    assert main(["report", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == twin(path)


def test_the_page_leads_to_the_one_on_which_people_listen(path: Path) -> None:
    made = make(path)
    opens = "voicepress review manifests/productions/short/production.yaml"
    assert f"Listen and decide: <code>{opens}</code>" in made.report.read_text("utf-8")
    assert twin(path)["review"] == opens
    gate = GateSummary("standard", 200, 200, 200, 9, 4, 1, 3, 95_000)
    assert "3 lines wait for a person, 2 minutes of listening. Listen and decide:" in page(
        report(gate=gate, review=opens)
    )


def test_before_anything_is_made_the_report_says_so(path: Path) -> None:
    assert main(["report", str(path)]) == 0
    assert twin(path)["verdict"]["state"] == "not finished"
    assert {c["verdict"] for c in twin(path)["chapters"]} == {"missing"}


def test_two_chapters_of_one_title_have_their_own_findings(tmp_path: Path) -> None:
    path = write_production(
        tmp_path,
        "short",
        "CHAPTER I\n\nIt was late. The clocks struck.\n\nCHAPTER I\n\nNobody came, not one.\n",
        voice="engine: tone\nsettings: {ms_per_character: 500}",
    )
    make(path)
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    for chapter_state in assembly.chapters:
        master = chapter_state.master
        assert isinstance(master, Master)
        chapter_state.master = replace(master, levels=replace(master.levels, limited_samples=master.samples))
    assert [chapter_state.title for chapter_state in assembly.chapters] == ["CHAPTER I", "CHAPTER I"]
    assert [f.chapter for f in report_of(assembly).findings if f.code == "m-002"] == [1, 2]


def test_a_line_that_fails_is_in_the_report_of_the_book_that_is_not_delivered(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, voice="engine: tone\nsettings: {fail_on: late}")
    with pytest.raises(LinesFailedError):
        make(path)
    assert twin(path)["verdict"]["state"] == "failed"
    (finding,) = [n for n in twin(path)["notes"] if n["code"] == "t-001"]
    assert finding["text"] == "It was late."


def test_waived_findings_are_shown_as_waived_and_unused_waivers_are_findings(path: Path) -> None:
    lexicon = path.parent / "names.yaml"
    lexicon.write_text("language: en\nentries: [{text: Bingley, say: Bing-lee}]\n")
    path.write_text(path.read_text() + "lexicons: [names.yaml]\n")
    waivers = path.parent / "waivers.yaml"
    waivers.write_text("waivers: [{code: s-003, where: names.yaml, reason: used in volume two}]\n")
    made = make(path)
    assert not made.findings
    assert made.waived == 1
    assert "used in volume two" in made.report.read_text("utf-8")
    waivers.write_text("waivers: [{code: s-003, where: other.yaml, reason: old}]\n")
    assert sorted(n.code for n in make(path).findings) == ["q-001", "s-003"]
    waivers.write_text("waivers: [{code: s-999, where: names.yaml, reason: old}]\n")
    with pytest.raises(ManifestError, match="there is no code 's-999'"):
        production_parts(path)


# ---------------------------------------------------------------- the page alone


NASTY = "<script>alert(\"x\")</script> & 'quotes' {{ 7 * 7 }} {% raw %} {# #}"


def test_what_people_wrote_is_text_and_never_markup_nor_template() -> None:
    found = tuple(PlacedFinding("t-003", NASTY, NASTY, "c001.l0001", NASTY, 1, waived) for waived in ("", NASTY))
    made = report(
        (chapter(1, NASTY), replace(chapter(2, NASTY), levels=None, missing=NASTY)),
        found,
        metadata=Metadata(NASTY, (NASTY,), series=NASTY, publisher="A House", narrator="Heart"),
        cover=b"\xff\xd8",
        errors=(NASTY,),
        not_read=((NASTY, NASTY),),
        coverage=Coverage(10, 5, {NASTY: 3}, {NASTY: 2}),
        spec=replace(ACX, name=NASTY, source=NASTY),
        voices=(VoiceRow(NASTY, NASTY, NASTY, 1, NASTY, True, NASTY, 3),),
        files=(FileRow("m4b", NASTY, 1, 1, "0", NASTY),),
        places={"c001.l0001": Place(1, 2, NASTY)},
    )
    tree = html.fromstring(page(made))
    assert not tree.xpath("//script")
    assert tree.xpath("string(//h1)") == NASTY
    assert tree.xpath("string(//q)") == NASTY
    assert tree.xpath("string(//*[@class='reasons']/li)") == NASTY
    assert tree.xpath("string(//img/@alt)") == f"Cover of {NASTY}"
    assert tree.xpath("string(//table[contains(@class, 'files')]//a)") == NASTY
    assert tree.xpath("string(//*[name()='rect' and @x]/*[name()='title'])") == f"{NASTY}: -20.0 LUFS"
    for shown in ("//h3", "//small", "//summary/following-sibling::ul/li/span", "//td", "//dd", "//code"):
        assert NASTY in [element.text_content() for element in tree.xpath(shown)], shown


def test_the_page_asks_nobody_for_anything() -> None:
    drawn = page(report(5, cover=b"\xff\xd8"))
    assert not re.search(r"https?://|@import|url\(|<script|<link(?! rel=\"icon\" href=\"data:)", drawn)


@pytest.mark.parametrize(("change", "verdict", "head"), [
    ({}, "pass", "Every check passed"),
    ({"findings": (PlacedFinding("t-003", "x", "long"),)}, "look", "Passed, with 1 thing to look at"),
    ({"findings": (PlacedFinding("m-001", "Chapter 1", "loud", chapter=1),)}, "fail", "1 check failed"),
    ({"findings": (PlacedFinding("m-001", "Chapter 1", "loud", chapter=1, waived="wanted so"),)}, "pass", "Passed with waivers"),
    ({"findings": (PlacedFinding("t-003", "x", "long"), PlacedFinding("t-003", "y", "long", waived="so be it"))}, "look",
     "Passed with waivers, and 1 thing to look at"),
    ({"errors": ("no consent",)}, "fail", "Failed"),
    ({"files": ()}, "unfinished", "Not finished"),
])  # fmt: skip
def test_the_verdict_stands_above_everything(change: dict, verdict: str, head: str) -> None:
    made = report(**change)
    assert made.look == verdict
    tree = html.fromstring(page(made))
    assert head in tree.xpath("string(//section[1]/h2)")
    assert all(
        reason in tree.xpath("string(//section[1])") for reason in made.verdict.reasons if verdict != "unfinished"
    )
    assert as_json(made)["chapters"][0]["verdict"] == ("fail" if verdict == "fail" and made.findings else "pass")


def test_a_peak_over_the_ceiling_fails_its_check() -> None:
    row = chapter(1, "I")
    loud = type(row)(1, "I", 3, 1000, Levels(-20.0, -2.9, 3.0), 24_000, counts=row.counts)
    assert {c.name: c.state for c in summary(report((loud,)))}["Peaks"] == "fail"


def test_a_huge_book_stays_a_page() -> None:
    """300 chapters, 12,000 lines with a finding each."""
    findings = tuple(
        PlacedFinding("t-003", f"take {n}", "4000 ms, 1500 ms expected", f"c001.l{n:04}", "Some words. " * 8, 1)
        for n in range(12_000)
    )
    began = time.process_time()
    drawn = page(report(300, findings))
    assert time.process_time() - began < 5  # 0.07 s measured; a page that took seconds would be quadratic somewhere
    assert len(drawn) < 1_000_000
    tree = html.fromstring(drawn)
    assert len(tree.xpath("//table[contains(@class,'chapters')]/tbody/tr")) == 300
    assert "11,900 more" in drawn
