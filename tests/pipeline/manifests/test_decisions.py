"""What people decide about lines: pickups, approvals, and what they put off, as they may and may not be written."""

from pathlib import Path

import pytest

from models.registry import engine_of
from pipeline.errors import ManifestError
from pipeline.manifests import Approval, Approvals, Later, Pickup, Pickups, Review, parse_yaml
from pipeline.matching import approved, picked_up, put_off
from pipeline.production import load
from tests.factories import line, write_production
from tests.pipeline.production.test_production import TEXT

TAKE = "0f" * 32


def pickups(written: str) -> tuple[Pickup, ...]:
    return parse_yaml(f"pickups: [{written}]\n", Path("pickups.yaml"), Pickups).pickups


@pytest.mark.parametrize("written", [
    "{text: It was late., attempt: 1, reason: a cough}", "{slate: c003.l0042, attempt: 2, reason: a cough}",
])  # fmt: skip
def test_pickups_of_old_stay_as_they_were(written: str) -> None:
    (pickup,) = pickups(written)
    assert f"attempt: {pickup.attempt}" in written
    assert (pickup.say, pickup.direction, pickup.file) == ("", "", "")


@pytest.mark.parametrize(("written", "attempt"), [
    ("say: It was very late., reason: a slip", 0), ("say: It was late., attempt: 2, reason: a slip", 2),
    ("file: recordings/late.wav, reason: the name", 0), ("file: late.flac, say: It was late., reason: the name", 0),
    ("attempt: 1, direction: 'slower, and tired', reason: too lively", 1), ("say: Late., direction: slower, reason: a slip", 0),
])  # fmt: skip
def test_a_pickup_says_other_words_or_gives_a_recording(written: str, attempt: int) -> None:
    assert pickups(f"{{text: It was late., {written}}}")[0].attempt == attempt


@pytest.mark.parametrize(("written", "said"), [
    ("reason: a", "ask for something"), ("say: '...', reason: a", "no word in it"), ("direction: slower, reason: a", "ask for something"),
    ("attempt: 0, reason: a", "ask for something"), ("attempt: -1, reason: a", "attempt"), ("say: a", "reason"),
    ("file: a.wav, attempt: 1, reason: a", "not performed"), ("file: a.wav, direction: slow, reason: a", "not performed"),
    ("file: /home/a.wav, reason: a", "beside the production"), ("file: ../../a.wav, reason: a", "beside the production"), ("file: 'C:/a.wav', reason: a", "beside the production"),
])  # fmt: skip
def test_a_pickup_that_asks_for_nothing_is_refused(written: str, said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        pickups(f"{{text: It was late., {written}}}")


def test_a_recording_is_no_file_of_the_system(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    path.with_name("late.wav").symlink_to("/etc/passwd")
    path.with_name("pickups.yaml").write_text("pickups: [{text: a, file: late.wav, reason: a}]\n")
    with pytest.raises(ManifestError, match="pickups.yaml: file: .* is a file of the system"):
        load(path, engine_of)


def approvals(written: str) -> tuple[Approval, ...]:
    return parse_yaml(f"approvals: [{{{written}}}]\n", Path("approvals.yaml"), Approvals).approvals


def test_an_approval_names_a_take_and_a_person() -> None:
    (approval,) = approvals(
        f"text: Oh!, slate: c001.l0001, take: {TAKE}, by: A. Editor, note: as she is, date: 2026-11-29"
    )
    assert (approval.take, approval.by, approval.date) == (TAKE, "A. Editor", "2026-11-29")


@pytest.mark.parametrize(("written", "said"), [
    ("text: Oh!, take: 0f0f, by: A", "64 digits"), (f"text: Oh!, take: {TAKE.upper()}, by: A", "64 digits"),
    (f"text: Oh!, take: {TAKE}", "by"), (f"take: {TAKE}, by: A", "name the line"), ("text: Oh!, by: A", "take"),
    (f"text: Oh!, take: {TAKE}, by: A, date: 2026-13-01", "there is no day"),
])  # fmt: skip
def test_an_approval_is_refused_that_freezes_nothing(written: str, said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        approvals(written)


def test_approvals_and_what_is_put_off_find_lines_as_pickups_do() -> None:
    lines = [line("“Oh!”"), line("“Oh!”", 2), line("No.", 3)]
    one, two = Approval(slate="c001.l0002", text='"Oh!"', take=TAKE, by="A"), Approval(text="No.", take=TAKE, by="B")
    found, findings = approved(lines, [one, two, Approval(text="Yes.", take=TAKE, by="C")])
    assert found == {"c001.l0002": one, "c001.l0003": two}
    assert [str(f) for f in findings] == ["q-005 approvals.yaml: 'Yes.' is no line of this book (approved by C)"]
    waiting, findings = put_off(
        lines, [Later(text='"Oh!"', reason="ask her"), Later(slate="c009.l0001", reason="lost")]
    )
    assert [*waiting] == ["c001.l0001", "c001.l0002"]
    assert [str(f) for f in findings] == [
        "q-006 c001.l0001: ask her", "q-006 c001.l0002: ask her", "q-005 review.yaml: there is no line c009.l0001 (lost)",
    ]  # fmt: skip
    assert picked_up(lines, []) == ({}, [])


def test_a_production_has_what_stands_beside_it(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    job = load(path, engine_of)
    assert (job.pickups, job.approvals, job.later) == ((), (), ())
    path.with_name("approvals.yaml").write_text(f"approvals: [{{text: Oh!, take: {TAKE}, by: A. Editor}}]\n")
    path.with_name("review.yaml").write_text("later: [{text: Oh!, reason: ask her}]\n")
    job = load(path, engine_of)
    assert job.approvals == (Approval(text="Oh!", take=TAKE, by="A. Editor"),)
    assert job.later == (Later(text="Oh!", reason="ask her"),)
    assert parse_yaml("later: []\n", Path("review.yaml"), Review) == Review()
