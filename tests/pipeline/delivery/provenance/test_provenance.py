"""The record of a file's origin: inside every container, fitting its sound and no other; and `voicepress detect`."""

import json
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.id3 import ID3

from flows.cli import main
from pipeline.delivery.provenance.detect import DetectedMark, detect, essence
from pipeline.errors import RefusedError
from pipeline.production import LOCKED
from tests.factories import write_production
from tests.pipeline.production.test_production import make, production_parts, rewrite

TEXT = "CHAPTER I\n\nIt was late. The clocks struck.\n\nCHAPTER II\n\nNobody came.\n"
FORMATS = "[m4b, m4a, mp3, mp3-book, opus, flac]"
VOICE = "engine: tone\nnarrator: Anna\ncloned: true"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a book in every container."""
    path = write_production(
        tmp_path_factory.mktemp("house"), "short", TEXT, deliver=FORMATS, voice=VOICE, extra="spec: archive\n"
    )  # short chapters are too quiet for shops that weigh RMS
    return make(path).report.parent


def sounds(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in (".m4b", ".m4a", ".mp3", ".opus", ".flac"))


def marks(path: Path) -> dict[str, DetectedMark]:
    return {mark.name: mark for mark in detect(path)}


def test_every_file_says_that_it_is_synthetic_and_by_whom_and_it_fits(made: Path) -> None:
    files = sounds(made)
    assert {path.suffix for path in files} == {".m4b", ".m4a", ".mp3", ".opus", ".flac"}
    for path in files:
        found = marks(path)
        assert (found["statement"].state, found["record"].state, found["listing"].state) == ("fits", "fits", "fits"), (
            path
        )
        record = found["record"].detail
        assert record["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
        (voice,) = record["voices"]
        assert (voice["narrator"], voice["version"], voice["cloned"], voice["seed"]) == ("Anna", 1, True, 7)
        assert voice["consent"] == {"kind": "own-voice", "of": "the test", "uses": ["audiobook"], "until": ""}
        assert len(voice["fingerprint"]) == len(record["manuscript"]) == len(record["audio"]["sha256"]) == 64


def test_the_record_beside_the_files_lists_them_all(made: Path) -> None:
    said = json.loads((made / "provenance.json").read_text("utf-8"))
    assert [c["title"] for c in said["chapters"]] == ["Opening Credits", "CHAPTER I", "CHAPTER II"]
    assert {made / file["path"] for file in said["files"]} >= set(sounds(made))


def test_no_time_and_no_path_of_this_machine_stands_in_it(made: Path) -> None:
    text = (made / "provenance.json").read_text("utf-8")
    assert str(made.parents[1]) not in text
    assert "202" not in json.dumps(json.loads(text)["voices"])


def test_tags_can_be_edited_and_sound_cannot(made: Path, tmp_path: Path) -> None:
    for source in sounds(made):
        path = tmp_path / source.name
        shutil.copyfile(source, path)
        file: Any = mutagen.File(path, easy=True)
        file["title"] = ["Another title, longer than the one before " * 40]
        file.save()
        assert marks(path)["record"].state == "fits", path
        data = bytearray(path.read_bytes())
        data[-2000] ^= 1
        path.write_bytes(data)
        assert marks(path)["record"].state == "broken", path


def test_a_record_that_was_copied_to_another_file_does_not_fit(made: Path, tmp_path: Path) -> None:
    one, other = sorted((made / "mp3").glob("*.mp3"))[:2]
    path = tmp_path / "copy.mp3"
    shutil.copyfile(one, path)
    ID3(other).save(path)
    found = marks(path)["record"]
    assert found.state == "broken"
    assert "another sound" in found.said


def test_a_file_that_was_changed_after_delivery_is_not_the_one_that_is_listed(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "out")
    path = next((tmp_path / "out" / "flac").glob("*.flac"))
    file: Any = mutagen.File(path)
    file["TITLE"] = "x"
    file.save()
    assert marks(path)["listing"].state == "broken"


def test_another_consent_is_new_tags_and_no_new_sound(tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT, voice=VOICE)
    first = make(path).deliverables[0].path
    before, sound = first.read_bytes(), essence(first)
    entries = {
        recipe: set(folder.iterdir())
        for recipe in ("take", "master", "encoded")
        if (folder := tmp_path / "store" / "slips" / recipe)
    }
    rewrite(path.parents[2] / "voices" / "narrator.yaml", "of: the test", "of: contract 12")
    make(path, LOCKED)
    assert first.read_bytes() != before
    assert essence(first) == sound
    assert marks(first)["record"].detail["voices"][0]["consent"]["of"] == "contract 12"
    assert entries == {recipe: set((tmp_path / "store" / "slips" / recipe).iterdir()) for recipe in entries}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for repo in ("one", "two"):
        folder = make(write_production(tmp_path / repo, "short", TEXT, deliver="[m4b, opus]")).report.parent
        files.append({p.relative_to(folder): p.read_bytes() for p in [*sounds(folder), folder / "provenance.json"]})
    assert files[0] == files[1]


def test_detect_says_what_it_found_and_what_it_could_not_look_for(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = made.glob("*.m4b")
    assert main(["detect", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Narrated by a synthetic (AI-generated) voice." in said
    assert "spoken by Anna (version 1" in said
    bare = tmp_path / "bare.mp3"
    shutil.copyfile(next((made / "mp3").glob("*.mp3")), bare)
    ID3(bare).delete(bare)
    assert main(["detect", str(bare), "--json"]) == 0
    ((answer,),) = [json.loads(capsys.readouterr().out)]
    assert {mark["name"]: mark["state"] for mark in answer["marks"]}.items() >= {
        "statement": "none",
        "record": "none",
        "listing": "none",
    }.items()
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    (tmp_path / "changed.m4b").write_bytes(data)
    assert main(["detect", str(tmp_path / "changed.m4b")]) == 1
    capsys.readouterr()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "none of the containers"),
        (b"hello, world", "none of the containers"),
        (b"\0\0\0\x18ftypM4B \0\0\0\0M4B mp42\0\0\xff\xffmdat123", "cut off"),
        (b"fLaC\x00\x00\xff\xff", "cut off"),
        (b"OggS" + bytes(23) + b"OpusHead", "cut off"),
    ],
)
def test_what_is_no_sound_or_half_of_one_is_refused_in_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(data)
    with pytest.raises(RefusedError, match=said):
        detect(path)
    with pytest.raises(RefusedError, match="cannot be read"):
        detect(tmp_path / "absent.m4b")


def test_rehearsals_are_not_said_to_be_made_by_a_model(tmp_path: Path) -> None:
    made = make(write_production(tmp_path, "short", TEXT), rehearsal=True)
    said = json.loads((made.report.parent / "provenance.json").read_text("utf-8"))
    assert said["digitalSourceType"].endswith("/algorithmicMedia")


def test_the_record_is_the_same_whenever_it_is_asked(tmp_path: Path) -> None:
    from pipeline.production.audiobook.provenance import provenance_of

    path = write_production(tmp_path, "short", TEXT)
    assert provenance_of(production_parts(path)[0]) == provenance_of(production_parts(path)[0])


def test_a_package_is_as_good_as_the_worst_of_its_sounds(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "two.lpf"
    first, second = sorted((made / "mp3").glob("*.mp3"))[:2]
    with zipfile.ZipFile(path, "w") as package:
        package.write(first, "audio/001.mp3")
        package.write(second, "audio/002.mp3")
    assert (marks(path)["record"].state, marks(path)["listing"].state) == ("fits", "none")
    bare = tmp_path / "bare.mp3"
    shutil.copyfile(second, bare)
    ID3(bare).delete(bare)
    with zipfile.ZipFile(path, "a") as package:
        package.write(bare, "audio/003.mp3")
    assert (marks(path)["statement"].state, marks(path)["statement"].said) == (
        "none",
        "in audio/003.mp3: no statement in the tags",
    )
    assert main(["detect", str(path)]) == 0
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("text.txt", "words")
    with pytest.raises(RefusedError, match="a package without sound"):
        detect(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.mp3", bytes(64 << 20)), ("audio/b.flac", b"ID3" + bytes(8 << 20)), ("c.m4a", b"silence " * (1 << 20))],
)
def test_sound_that_unfolds_without_measure_is_not_unpacked(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "bomb.lpf"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    with pytest.raises(RefusedError, match=f"{name} unfolds to [0-9]+ times its size"):
        detect(path)


def test_a_package_that_is_damaged_or_locked_is_a_sentence(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.lpf"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.mp3", random.Random(1).randbytes(10_000))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(whole[5000:5004], b"????"))
    with pytest.raises(RefusedError, match=r"the entry a.mp3 is damaged"):
        detect(path)
    path.write_bytes(whole[:6] + b"\1" + whole[7:].replace(b"PK\1\2\x14\x03\x14\0\0", b"PK\1\2\x14\x03\x14\0\1"))
    with pytest.raises(RefusedError, match=r"a.mp3 is locked with a zip password"):
        detect(path)


def test_the_listing_is_found_from_the_deepest_folder(made: Path) -> None:
    deep = made / "audiobookshelf" / "Author" / "Series" / "Title" / "Book.m4b"
    deep.parent.mkdir(parents=True)
    (source,) = made.glob("*.m4b")
    shutil.copyfile(source, deep)
    assert (marks(deep)["listing"].state, marks(deep)["listing"].said) == (
        "fits",
        "provenance.json lists it under another name",
    )
    shutil.rmtree(made / "audiobookshelf")
