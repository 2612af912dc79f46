"""A production from text to deliverables, on the tone engine: made once, explained, repaired, refused."""

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.repo import Repo
from models.registry import engine_of
from pipeline.errors import (
    ConsentError,
    LinesFailedError,
    LockError,
    ManifestError,
    ManuscriptError,
    RefusedError,
    Stopped,
    StoreError,
)
from pipeline.hearing import ListenerInUse, find_hearings, hear_request, keep_hearings
from pipeline.listener import Hearing
from pipeline.manifests import Lock, read_yaml
from pipeline.production import LOCKED, Job, Plan, Produced, explain, lay_out, plan_of, produce, sweep
from pipeline.production.explain import milliseconds
from pipeline.production.housekeeping import remove
from pipeline.records import Missing
from pipeline.store import Store
from tests.factories import write_production
from tests.models.telegraph import Reader

TEXT = """CHAPTER I

It was a bright cold day in April. The clocks were striking.

“Yes,” he said. “Yes.”

CHAPTER II

Nobody came. It was late. The end was near.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def production_parts(path: Path, **options: Any) -> tuple[Job, Store, Repo]:
    repo = Repo.at(path, workers=1)
    return repo.load(path, **options), repo.store, repo


def make(
    path: Path, upgrade: tuple[str, ...] = (), change: Callable[[Any], Any] = lambda runtime: runtime, **options: Any
) -> Produced:
    job, _, repo = production_parts(path, **options)
    with repo.runtime(job) as runtime:
        return produce(job, change(runtime), upgrade)


def plan(path: Path, **options: Any) -> Plan:
    job, store, _ = production_parts(path, **options)
    return plan_of(lay_out(job, store))


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def manuscript(path: Path) -> Path:
    return path.parent / "short.txt"


def test_what_the_production_says_is_no_longer_missing(path: Path) -> None:
    assert not [finding for finding in plan(path).findings if finding.code in ("i-010", "i-013")]
    rewrite(path, "title: The Book of short\n", "")
    assert [finding.where for finding in plan(path).findings if finding.code == "i-010"] == ["short.txt"]


def test_a_book_is_made_once_and_the_second_run_makes_nothing(path: Path) -> None:
    before = plan(path)
    assert len(before.takes) == before.lines
    assert [s.what for s in before.masters] == ["CHAPTER I", "CHAPTER II"]
    assert [s.what for s in before.deliverables] == ["m4b"]
    assert before.audio_ms > 0
    first = make(path)
    (delivered,) = first.deliverables
    assert delivered.path.exists()
    assert delivered.path.suffix == ".m4b"
    assert abs(delivered.duration_ms - first.audio_ms) < 100
    assert first.made > 0
    after = plan(path)
    assert after.fresh
    written = delivered.path.stat().st_mtime_ns
    second = make(path)
    assert second.made == 0
    assert second.deliverables == first.deliverables
    assert delivered.path.stat().st_mtime_ns == written


def test_equal_lines_are_performed_once(path: Path) -> None:
    rewrite(manuscript(path), "Nobody came.", "Nobody came. Nobody came. Nobody came.")
    made = make(path)
    assert made.made < made.lines


def test_one_changed_sentence_is_one_take_one_chapter_one_remux(path: Path) -> None:
    make(path)
    rewrite(manuscript(path), "It was late.", "It was very late.")
    stale = plan(path)
    assert [s.reason for s in stale.takes] == ["new text"]
    assert [s.what for s in stale.masters] == ["CHAPTER II"]
    assert [s.what for s in stale.deliverables] == ["m4b"]
    assert any("the manuscript short.txt has changed" in said for said in stale.changed)
    assert make(path, LOCKED).made == 1
    assert plan(path).fresh


def test_an_inserted_sentence_is_one_take_although_every_later_slate_moves(path: Path) -> None:
    make(path)
    rewrite(manuscript(path), "It was a bright", "At first, something new. It was a bright")
    assert len(plan(path).takes) == 1
    assert make(path, LOCKED).made == 1


def test_metadata_is_tags_and_no_audio(path: Path) -> None:
    make(path)
    rewrite(path, "The Book of short", "Another title")
    stale = plan(path)
    assert not stale.takes
    assert not stale.masters
    assert [(s.what, s.reason) for s in stale.deliverables] == [
        ("m4b", "changed since it was made: tags: provenance (title), title")
    ]


def test_masters_and_deliverables_say_why_they_are_made_again(path: Path) -> None:
    assert [s.reason for s in plan(path).deliverables] == ["chapters are to be made, 2 of its 2"]
    make(path)
    rewrite(manuscript(path), "Nobody came. ", "Nobody came.\n\n")  # another pause, and nothing to speak
    make(path, LOCKED)
    rewrite(manuscript(path), "late. The", "late.\n\nThe")
    assert [s.reason for s in plan(path).masters] == ["its lines, their pauses or the book's level have changed"]
    make(path, LOCKED)
    path.write_text(path.read_text("utf-8") + "spec: archive\n", "utf-8")
    assert {s.reason for s in plan(path).masters} == {"the spec has changed"}


def test_the_lock_refuses_what_has_changed_says_which_and_accepts_it_when_told(path: Path) -> None:
    make(path)
    lock = path.parent / "production.lock.yaml"
    fixed = read_yaml(lock, Lock)
    assert fixed.gain_db is not None
    voice = path.parents[2] / "voices" / "narrator.yaml"
    rewrite(voice, "version: 1", "version: 2")
    rewrite(voice, "seed: 7", "seed: 8")
    with pytest.raises(
        LockError,
        match=r"the voice 'narrator' has changed \(version 1 became version 2, seed 7 became seed 8\).*--upgrade",
    ):
        make(path)
    assert all("voice 'narrator' has changed" in s.reason for s in plan(path).takes)
    with pytest.raises(LockError):
        make(path, ("manuscript",))
    assert make(path, ("voices",)).made > 0
    assert "version 2" in read_yaml(lock, Lock).voices["narrator"]


def test_a_voice_without_consent_for_the_use_does_not_speak(path: Path) -> None:
    voice = path.parents[2] / "voices" / "narrator.yaml"
    rewrite(voice, "uses: [audiobook]", "uses: [dubbing]")
    with pytest.raises(ConsentError, match="covers dubbing, not audiobook"):
        make(path)
    assert "covers dubbing, not audiobook" in plan(path).refused
    rewrite(voice, "consent: {kind: own-voice, of: the test, uses: [dubbing]}", "")
    with pytest.raises(ConsentError, match="has no `consent:`"):
        make(path)
    assert make(path, rehearsal=True).made > 0


@pytest.mark.parametrize(("field", "error", "said"), [
    ("deliver: [m4b, mp4]", ManifestError, "production.yaml: deliver: there is no format 'mp4'; did you mean 'mp3'?"),
    ("read: {skip_chapters: [CHAPTER III]}", ManifestError, "there is no chapter 'CHAPTER III' in short.txt; there are: CHAPTER I,"),
    ("manuscript: ..", ManuscriptError, "is a folder without SUMMARY.md"),
    ("manuscript: /dev/zero", ManuscriptError, "neither a file nor a folder"),
])  # fmt: skip
def test_what_a_plan_could_not_do_is_said_by_it(path: Path, field: str, error: type[RefusedError], said: str) -> None:
    name = field.partition(":")[0]
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(f"{name}:")]
    path.write_text("\n".join([*kept, field]), "utf-8")
    with pytest.raises(error) as refused:
        plan(path)
    assert said in str(refused.value)


def test_a_line_that_fails_stops_the_delivery_loudly_and_loses_nothing_else(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, voice="engine: tone\nsettings: {fail_on: late}")
    with pytest.raises(
        LinesFailedError,
        match=r"1 of \d+ lines of short have no take, so nothing is delivered: c002\.l000\d 'It was late\.'",
    ):
        make(path)
    out = tmp_path / "out" / "short"
    assert not list(out.glob("*.m4b"))
    with (out / "takesheet.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows if row["state"] == "failed"] == ["It was late."]
    assert len(list((tmp_path / "store" / "slips" / "master").iterdir())) == 1


def test_the_take_sheet_is_rebuilt_from_the_store(path: Path) -> None:
    make(path)
    sheet = path.parents[3] / "out" / "short" / "takesheet.csv"
    before = sheet.read_bytes()
    sheet.unlink()
    assert make(path).made == 0
    assert sheet.read_bytes() == before


def test_damage_in_the_store_is_noted_and_made_again(path: Path) -> None:
    make(path)
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    take = next(t for t in assembly.state.takes.values() if not isinstance(t, Missing))
    damaged = store.objects / take.digest  # type: ignore[union-attr]
    damaged.write_bytes(damaged.read_bytes()[:-2] + b"xx")
    rewrite(manuscript(path), "The clocks", "All the clocks")
    made = make(path, LOCKED)
    assert [n.code for n in made.findings if n.code == "t-005"] == ["t-005"]
    assert made.made == 2
    assert plan(path).fresh


def test_a_damaged_deliverable_is_made_again_by_the_run_that_finds_it(path: Path) -> None:
    made = make(path)
    (delivered,) = made.deliverables
    whole = delivered.path.read_bytes()
    (damaged,) = [one for one in (path.parents[3] / "store" / "objects").iterdir() if one.read_bytes() == whole]
    damaged.write_bytes(whole[:-2] + b"xx")
    delivered.path.unlink()
    again = make(path)
    assert [finding.code for finding in again.findings] == ["t-005"]
    assert delivered.path.stat().st_size == len(whole)
    assert plan(path).fresh


def test_a_file_that_somebody_removed_is_to_be_made_and_is_put_there_again(path: Path) -> None:
    (delivered,) = make(path).deliverables
    delivered.path.unlink()
    stale = plan(path)
    assert [s.reason for s in stale.deliverables] == [
        f"{delivered.path.name} is no longer in {delivered.path.parent}; it is put there again"
    ]
    assert stale.compute_ms == 0
    assert make(path).made == 0
    assert delivered.path.exists()
    assert plan(path).fresh


def test_two_productions_of_one_name_do_not_write_over_each_other(path: Path) -> None:
    (delivered,) = make(path).deliverables
    before = delivered.path.read_bytes()
    other = path.parents[1] / "more" / "short"
    other.mkdir(parents=True)
    for file in (path, manuscript(path)):
        (other / file.name).write_bytes(file.read_bytes())
    rewrite(other / "short.txt", "bright", "dark")
    with pytest.raises(
        RefusedError, match=r"out/short holds the files of .*productions/short/production.yaml; rename the folder"
    ):
        make(other / "production.yaml")
    make(path, rehearsal=True)
    with pytest.raises(
        RefusedError, match="rename the folder"
    ):  # the other's lock lies there, and is not held against it
        make(other / "production.yaml", rehearsal=True)
    for rehearsal in (False, True):
        refused = plan(other / "production.yaml", rehearsal=rehearsal)
        assert "rename the folder" in refused.refused
        assert refused.verdict.state == "failed"
        assert not refused.unfit
    assert not plan(path).refused
    assert delivered.path.read_bytes() == before
    path.unlink()  # the production moved
    assert make(other / "production.yaml").deliverables[0].path.read_bytes() != before


def test_a_plan_counts_the_encodings_that_a_new_format_wants(path: Path) -> None:
    rewrite(manuscript(path), "Nobody came. ", "Nobody came, and the road was long. " * 40)
    make(path)
    rewrite(path, "[m4b]", "[m4b, m4a]")  # made from the same encoding
    assert plan(path).compute_ms == 0
    rewrite(path, "[m4b, m4a]", "[m4b, mp3]")
    stale = plan(path)
    assert [s.what for s in stale.deliverables] == ["mp3"]
    assert 0.01 < stale.compute_ms / stale.audio_ms < 0.02


def test_a_deadline_stops_between_batches_and_keeps_what_is_finished(path: Path) -> None:
    with pytest.raises(Stopped, match="the deadline has passed"):
        make(path, change=lambda runtime: dataclasses.replace(runtime, deadline=1.0))
    assert make(path).made > 0


def test_a_folder_that_cannot_be_written_is_named_before_anything_is_made(path: Path) -> None:
    (path.parents[3] / "out").write_text("in the way")
    with pytest.raises(StoreError, match=r"out/short cannot be written to: .*`out:` in configs/house.yaml"):
        make(path)


def test_two_runs_of_one_book_do_not_overlap(path: Path) -> None:
    job, _, repo = production_parts(path)
    with repo.runtime(job) as runtime:
        from pipeline.production.job.owning import only_run

        with only_run(job), pytest.raises(RefusedError, match="another run is producing short"):
            produce(job, runtime)


def test_pickups_make_a_line_again(path: Path) -> None:
    make(path)
    (path.parent / "pickups.yaml").write_text(
        yaml.safe_dump({"pickups": [{"text": "It was late.", "attempt": 1, "reason": "swallowed the end"}]})
    )
    assert [s.reason for s in plan(path).takes] == ["pickup 1"]
    assert not [finding for finding in plan(path).findings if finding.code == "q-002"]
    assert make(path).made == 1
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    slate = next(line.slate for line in assembly.state.lines if line.text == "It was late.")
    assert explain(assembly, slate=slate).pickup == "swallowed the end"


def test_a_pickup_that_matches_no_line_is_noted(path: Path) -> None:
    (path.parent / "pickups.yaml").write_text("pickups: [{text: No such line., attempt: 1, reason: swallowed}]\n")
    assert [finding.found for finding in plan(path).findings if finding.code == "q-002"] == [
        "'No such line.' is no line of this book (swallowed)"
    ]
    assert "q-002" in [finding.code for finding in make(path).findings]


def test_every_second_of_the_book_can_be_explained(path: Path) -> None:
    made = make(path)
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    told = [explain(assembly, at_ms=at) for at in range(0, made.audio_ms, 200)]
    slates = [story.slate for story in told]
    assert slates == sorted(slates)
    assert set(slates) == {line.slate for line in assembly.state.lines}
    story = explain(assembly, slate=slates[-1])
    assert story.text == assembly.state.lines[-1].text
    assert story.take
    assert story.seed is not None
    assert story.at_ms is not None
    assert explain(assembly, at_ms=story.at_ms + 5).slate == story.slate
    with pytest.raises(RefusedError, match="lies behind the end"):
        explain(assembly, at_ms=made.audio_ms + 60_000)
    with pytest.raises(RefusedError, match="there is no line 'c009.l0001'; slates go from c001.l0001"):
        explain(assembly, slate="c009.l0001")


@pytest.mark.parametrize(
    ("text", "ms"), [("1:02:33", 3_753_000), ("62:33", 3_753_000), ("3.5", 3500), ("0:00:01.25", 1250)]
)
def test_times_as_people_write_them(text: str, ms: int) -> None:
    assert milliseconds(text) == ms


def test_a_wrong_time_is_refused() -> None:
    with pytest.raises(RefusedError, match="is not a time"):
        milliseconds("1h")


def test_sweep_removes_what_no_production_refers_to_and_nothing_else(path: Path) -> None:
    make(path)
    make(path, rehearsal=True)
    _, store, _ = production_parts(path)
    manifests = path.parents[2]
    assert not sweep(store, manifests, engine_of).objects
    rewrite(manuscript(path), "It was late.", "It was very late.")
    make(path, LOCKED)
    found = sweep(store, manifests, engine_of)
    assert found.objects
    remove(store, found)
    assert plan(path).fresh
    assert make(path).made == 0
    assert not sweep(store, manifests, engine_of).objects


def test_sweep_keeps_what_was_heard_of_takes_that_stay(path: Path) -> None:
    make(path)
    job, store, _ = production_parts(path)
    listener = Reader({})
    used = ListenerInUse("reader", "words", listener, listener.fingerprint())
    asked = [hear_request(take, "It was late.", "en", used) for take in lay_out(job, store).state.taken()]
    keep_hearings(store, asked, [Hearing(used.fingerprint, words=())] * len(asked))
    manifests = path.parents[2]
    assert not sweep(store, manifests, engine_of).entries
    rewrite(manuscript(path), "It was late.", "It was very late.")
    make(path, LOCKED)
    remove(store, sweep(store, manifests, engine_of))
    left = find_hearings(store, asked).values()
    assert sum(isinstance(hearing, Missing) for hearing in left) == 1


def test_credits_are_spoken_before_and_after(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, extra="credits: {opening: true, closing: true}\n")
    job, store, _ = production_parts(path)
    assembly = lay_out(job, store)
    assert assembly.state.lines[0].text == "The Book of short, by A. Writer."
    assert "synthetic voice" in assembly.state.lines[-1].text
    assert [c.title for c in assembly.chapters] == ["Opening Credits", "CHAPTER I", "CHAPTER II", "Closing Credits"]
