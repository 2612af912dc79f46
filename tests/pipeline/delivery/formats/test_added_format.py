"""A format is added by its own file and one line of the table: everything else follows from its record."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flows.commands.reference import reference
from models.registry import engine_of
from pipeline.audio import measure
from pipeline.delivery import FORMATS, deliver, find_deliverable, publish
from pipeline.delivery.formats import format_of
from pipeline.delivery.provenance.detect import detect
from pipeline.errors import ManifestError
from pipeline.manifests import Spec, find_spec, read_yaml
from pipeline.production import sweep
from tests.factories import write_production
from tests.pipeline.delivery.provenance.test_watermarks import ASKED, Pilot
from tests.pipeline.delivery.provenance.test_watermarks import book as chapters_of
from tests.pipeline.production.test_production import TEXT, make, plan, production_parts, rewrite

LINE = {"wav": "tests.pipeline.delivery.formats.wav:WAV"}


@pytest.fixture(autouse=True)
def wav(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, record in LINE.items():
        monkeypatch.setitem(FORMATS, name, record)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT, deliver="[m4b, wav]", extra="spec: archive\n")


def files_of(path: Path) -> list[Path]:
    return sorted((production_parts(path)[0].out / "wav").glob("*.wav"))


def test_it_is_made_checked_published_and_found_fresh(path: Path) -> None:
    planned = plan(path)
    assert [stale.what for stale in planned.deliverables] == ["m4b", "wav"]
    rewrite(path, "[m4b, wav]", "[m4b]")
    assert planned.compute_ms > plan(path).compute_ms  # its codec's cost is in what is expected
    rewrite(path, "[m4b]", "[m4b, wav]")

    made = make(path)
    assert [one.format for one in made.deliverables] == ["m4b", "wav"]
    files = files_of(path)
    assert [file.name for file in files] == ["001 CHAPTER I.wav", "002 CHAPTER II.wav"]
    assert (files[0].parent / "The Book of short.m3u8").read_text().count(".wav") == 2

    before = [os.stat(file).st_mtime_ns for file in files]
    assert plan(path).fresh
    assert make(path).made == 0
    assert [os.stat(file).st_mtime_ns for file in files] == before


def test_its_files_are_measured_and_say_where_they_come_from(path: Path) -> None:
    make(path)
    for number, file in enumerate(files_of(path)):
        assert measure(file).codec == "pcm"
        marks = {mark.name: mark for mark in detect(file)}
        assert [marks[name].state for name in ("statement", "record", "listing")] == ["fits"] * 3
        assert marks["record"].detail["audio"]["container"] == "wav"
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        changed = file.with_name(f"changed {number}.wav")
        changed.write_bytes(data)
        assert {mark.name: mark.state for mark in detect(changed)}["record"] == "broken"


def test_one_changed_sentence_is_one_chapter(path: Path) -> None:
    make(path)
    before = [file.read_bytes() for file in files_of(path)]
    rewrite(path.parent / "short.txt", "It was late.", "It was very late.")
    make(path, upgrade=("manuscript",))
    after = [file.read_bytes() for file in files_of(path)]
    assert after[1] != before[1]


def test_a_file_that_is_not_what_was_written_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.pipeline.delivery.formats import wav

    short = replace(wav.RIFF, read_tags=lambda _: {})  # as if the title had been lost on the way
    kind = wav.FileKind(".wav", short, wav._encoding)
    monkeypatch.setattr(wav, "WAV", wav.per_chapter("wav", "", kind, version=2))
    job, store, _ = production_parts(path)
    spec = read_yaml(find_spec("archive", path.parent), Spec)
    made = deliver(store, "wav", ASKED, chapters_of(store, spec, marked=True), spec)
    assert {finding.code for finding in made.refusing} == {"d-006"}
    assert job.formats == ("m4b", "wav")


def test_its_encodings_are_needed_and_its_watermark_is_heard(path: Path) -> None:
    make(path)
    _, store, _ = production_parts(path)
    assert not [recipe for recipe, _ in sweep(store, path.parent, engine_of).entries if recipe == "encoded"]
    spec = read_yaml(find_spec("archive", path.parent), Spec)
    chapters = chapters_of(store, spec, marked=True)
    made = deliver(store, "wav", ASKED, chapters, spec)
    assert [part.watermark is not None and part.watermark > 0.5 for part in made.parts] == [True, True, False]
    assert find_deliverable(store, "wav", ASKED, chapters, spec) == made
    assert isinstance(ASKED.marks.watermark, Pilot)
    published, _ = publish(made, store, path.parent / "elsewhere")
    assert len(published) == 3


def test_manifests_and_the_reference_know_it(path: Path) -> None:
    assert "| `wav` | a tagged WAV file per chapter, and a playlist | WAV | yes |" in reference()
    rewrite(path, "wav", "wave")
    with pytest.raises(ManifestError, match="did you mean 'wav'"):
        plan(path)


def test_every_line_of_the_table_names_its_format() -> None:
    assert [format_of(name).name for name in FORMATS] == list(FORMATS)
    assert all(format_of(name).what for name in FORMATS)
