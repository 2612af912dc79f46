"""One verdict: what a production is refused for, what makes it fail, and what a waiver lets pass."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pipeline.errors import DeliveryError, LinesFailedError, UnfitError
from pipeline.production import Job, lay_out, plan_of, produce
from pipeline.production.verdict import refusing, unfit
from pipeline.qa.findings import PlacedFinding
from pipeline.qa.verdict import FAILED, PASSED, UNFINISHED, WAIVED, Verdict, verdict_of, worst
from pipeline.qa.waivers import waivers_line
from pipeline.records import Finding
from tests.factories import write_production
from tests.pipeline.production.test_production import make, production_parts

TEXT = "CHAPTER I\n\nIt was late. The clocks struck.\n\nCHAPTER II\n\nNobody came.\n"
ALMOST_NOTHING = Finding("i-017", "short.txt", "12 of 30,000 characters of the body would be read")
SILENT = Finding("s-011", "short.txt", "13 of 3,154 lines are in a language that narrator speaks")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def job_with(path: Path, *findings: Finding, rehearsal: bool = False) -> Job:
    """The production, as if its manuscript had been read with these findings."""
    job, _, _ = production_parts(path, rehearsal=rehearsal)
    job.__dict__["_source"] = replace(job.manuscript, findings=(*job.manuscript.findings, *findings))
    job.__dict__.pop("manuscript")
    return job


def waive_it(path: Path, code: str, where: str) -> None:
    path.with_name("waivers.yaml").write_text(waivers_line([(code, where)]).replace("...", "a test of typography"))


@pytest.mark.parametrize("finding", [ALMOST_NOTHING, SILENT])
def test_a_book_that_would_come_out_silent_is_refused_before_a_word_is_spoken(path: Path, finding: Finding) -> None:
    job = job_with(path, finding)
    _, store, repo = production_parts(path)
    planned = plan_of(lay_out(job, store))
    with repo.runtime(job) as runtime, pytest.raises(UnfitError) as refusal:
        produce(job, runtime)
    assert refusal.value.exit_code == 9
    assert planned.refused == str(refusal.value)
    for part in (
        finding.code,
        finding.found,
        f'waivers: [{{"code": "{finding.code}", "where": "book", "reason": "..."}}]',
    ):
        assert part in planned.refused
    assert not list((path.parents[3] / "store").glob("slips/take/*"))
    twin = json.loads((job.out / "report.json").read_text("utf-8"))
    assert twin["verdict"] == {"state": "failed", "reasons": [planned.refused]}
    assert finding.code in (job.out / "takesheet.csv").read_text("utf-8")


@pytest.mark.parametrize("where", ["book", "short.txt"])
def test_a_waiver_for_the_whole_book_lets_it_pass(path: Path, where: str) -> None:
    waive_it(path, "i-017", where)
    job = job_with(path, ALMOST_NOTHING)
    _, store, repo = production_parts(path)
    assert not plan_of(lay_out(job, store)).refused
    with repo.runtime(job) as runtime:
        assert produce(job, runtime).deliverables


def test_a_waiver_for_one_refusal_does_not_cover_the_other(path: Path) -> None:
    waive_it(path, "i-017", "book")
    assert [f.code for f in refusing(job_with(path), [ALMOST_NOTHING, SILENT])] == ["s-011"]


def test_a_rehearsal_hums_what_no_voice_speaks_but_not_a_book_that_was_not_read(path: Path) -> None:
    _, store, _ = production_parts(path)
    assert "i-017" in unfit(lay_out(job_with(path, ALMOST_NOTHING, rehearsal=True), store))
    assert not unfit(lay_out(job_with(path, SILENT, rehearsal=True), store))


def test_what_failed_is_failed_in_plan_until_somebody_changes_something(path: Path) -> None:
    voice = path.parents[2] / "voices" / "narrator.yaml"
    spoken = voice.read_text()
    voice.write_text(spoken + "settings: {fail_on: late}\n")
    with pytest.raises(LinesFailedError):
        make(path)
    job, store, _ = production_parts(path)
    planned = plan_of(lay_out(job, store))
    assert planned.verdict.failed
    assert "the last run failed: 1 of " in str(planned.verdict)
    for damage in ("[]", "{", '{"state": "failed"}', "\x00"):
        (job.out / "verdict.json").write_text(damage)
        assert plan_of(lay_out(job, store)).verdict.state == UNFINISHED
    with pytest.raises(LinesFailedError):
        make(path)
    voice.write_text(spoken)
    job, _, _ = production_parts(path)
    assert plan_of(lay_out(job, store)).verdict.state == UNFINISHED
    assert make(path).verdict == Verdict(PASSED)
    job, _, _ = production_parts(path)
    assert plan_of(lay_out(job, store)).verdict == Verdict(PASSED)


def test_a_silent_line_keeps_the_book_back_until_somebody_has_heard_it(path: Path) -> None:
    (path.parents[2] / "voices" / "narrator.yaml").write_text(
        (path.parents[2] / "voices" / "narrator.yaml").read_text() + "settings: {ms_per_character: 0}\n"
    )
    with pytest.raises(DeliveryError) as refusal:
        make(path)
    assert "t-002" in str(refusal.value)
    job, store, _ = production_parts(path)
    assert not list(job.out.glob("*.m4b"))
    assert list((job.out / "refused" / "m4b").glob("*.m4b"))
    planned = plan_of(lay_out(job, store))
    assert planned.verdict.failed
    assert not planned.fresh
    assert json.loads((job.out / "report.json").read_text("utf-8"))["verdict"]["state"] == FAILED
    silent = [line.text for line in lay_out(job, store).state.lines]
    path.with_name("waivers.yaml").write_text(
        "waivers:\n"
        + "".join(f"- {{code: t-002, where: {json.dumps(text)}, reason: a silent book}}\n" for text in silent)
        + "- {code: d-008, where: The Book of short.m4b, reason: as it is meant}\n"
    )
    assert make(path).verdict.state == WAIVED
    assert list(job.out.glob("*.m4b"))


LOUD = PlacedFinding("m-001", "Chapter 1", "3 LU too loud", chapter=1)
LONG = PlacedFinding("t-003", "take 12ab", "4000 ms, 1500 ms expected", "c001.l0002", "Oh!", 1)


@pytest.mark.parametrize(("findings", "errors", "missing", "state", "said"), [
    ((), (), (), PASSED, ""),
    ((LONG,), (), (), PASSED, ""),
    ((LOUD,), (), (), FAILED, "m-001"),
    ((LOUD, LOUD, LOUD), (), (), FAILED, "(and 2 more)"),
    ((replace(LOUD, waived="wanted so"),), (), (), WAIVED, "wanted so"),
    ((replace(LONG, waived="heard and liked"),), (), (), WAIVED, "heard and liked"),
    ((replace(LOUD, waived="wanted so"),), (), ("m4b",), UNFINISHED, "m4b"),
    ((LOUD,), (), ("m4b",), FAILED, "m-001"),
    ((replace(LOUD, waived="wanted so"), LOUD), ("no consent",), (), FAILED, "no consent"),
])  # fmt: skip
def test_the_verdict(
    findings: tuple[PlacedFinding, ...], errors: tuple[str, ...], missing: tuple[str, ...], state: str, said: str
) -> None:
    verdict = verdict_of(findings, errors=errors, missing=missing)
    assert verdict.state == state
    assert said in str(verdict)


def test_of_several_specs_the_gravest_verdict_holds() -> None:
    assert worst(
        [Verdict(PASSED), Verdict(FAILED, ("a",)), Verdict(WAIVED, ("b",)), Verdict(FAILED, ("a", "c"))]
    ) == Verdict(FAILED, ("a", "c"))


def test_a_refusal_for_many_lines_names_the_first_and_counts_the_others() -> None:
    said = waivers_line([("h-020", f"c001.l{n:04}") for n in range(1, 301)])
    assert said.endswith('"where": "c001.l0005", "reason": "..."}]  # and 295 more')
    assert len(yaml.safe_load(said)["waivers"]) == 5
