"""Deliverables opened as their receivers open them."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import av
import mutagen
import mutagen.id3
import numpy as np
import pytest
from mutagen.mp4 import MP4
from pydub import AudioSegment

from pipeline.audio import Samples, measure
from pipeline.delivery import (
    Book,
    ChapterAudio,
    Encoding,
    chapter_starts_ms,
    deliver,
    encode,
    find_deliverable,
    publish,
)
from pipeline.delivery.book import file_name
from pipeline.delivery.containers.mux import aac_packets
from pipeline.delivery.encoding.codec import AAC, AAC_FRAME, MP3
from pipeline.delivery.encoding.comparing import LevelCurve, difference
from pipeline.delivery.encoding.encodings import padded_samples
from pipeline.delivery.provenance.detect import essence
from pipeline.errors import RefusedError
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Cover, Deliverable, Metadata, Missing
from pipeline.store import Store
from tests.factories import described, keep_take
from tests.pipeline.audio.test_audio import RATE, speech

ROOT = Path(__file__).parent.parent.parent.parent
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 22"><rect width="14" height="22" fill="#a00"/></svg>'
ABOUT = Metadata("Ein Buch: 三國演義", ("A. Writer", "B. Other"), "de", date="1813-01-28", publisher="A House",
                 description="What it is about.", series="The Series", series_part="2", narrator="Heart",
                 copyright="Public domain")  # fmt: skip
BOOK = Book(ABOUT, slug="buch", cover=Cover(SVG, "image/svg+xml"))
FRAME_MS = {"m4a": 43, "mp3": 27, "opus": 1, "flac": 1}
TITLES = ["I", "第二回　張翼德怒鞭督郵", "الفصل الثالث", "🎧 The Fourth", "Ж" * 200]


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, acx: Spec) -> tuple[Store, list[ChapterAudio]]:
    store = Store(tmp_path_factory.mktemp("shelf"))
    chapters = []
    for n, title in enumerate(TITLES):
        take = keep_take(store, speech(3.0 + n / 3, seed=n), f"chapter {n}")
        chapters.append(ChapterAudio(title, make_master(store, [take, take], [500 + 37 * n, 0], acx, 4.0)))
    return store, chapters


def made(shelf: tuple[Store, list[ChapterAudio]], form: str, acx: Spec, folder: Path) -> tuple[Deliverable, list[Path]]:
    store, chapters = shelf
    deliverable = deliver(store, form, BOOK, chapters, acx)
    assert find_deliverable(store, form, BOOK, chapters, acx) == deliverable
    paths, findings = publish(deliverable, store, folder)
    assert not findings
    return deliverable, paths


def samples_of(path: Path) -> Samples:
    with av.open(str(path)) as file:
        return np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])


def test_m4b_chapters_tags_and_cover(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    deliverable, (path,) = made(shelf, "m4b", acx, tmp_path)
    starts = chapter_starts_ms(shelf[1])
    with av.open(str(path)) as file:
        chapters = file.chapters()
        assert [c["metadata"]["title"] for c in chapters[:4]] == TITLES[:4]
        assert [round(1000 * c["start"] * c["time_base"]) for c in chapters] == starts
        assert abs(file.duration / 1000 - deliverable.duration_ms) < 1000 * AAC_FRAME / RATE
    tags = MP4(str(path))
    assert [c.title for c in tags.chapters[:4]] == TITLES[:4]
    assert [round(1000 * c.start) for c in tags.chapters] == pytest.approx(starts, abs=1)
    assert tags["\xa9nam"] == [BOOK.title]
    assert tags["\xa9ART"] == ["A. Writer, B. Other"]
    assert tags["\xa9wrt"] == tags["\xa9nrt"] == ["Heart"]
    assert tags["\xa9day"] == ["1813"]
    assert tags["stik"] == [2]
    assert bytes(tags["----:com.apple.iTunes:LANGUAGE"][0]) == b"de"
    assert b"synthetic" in bytes(tags["----:com.apple.iTunes:AI_GENERATED"][0])
    assert bytes(tags["covr"][0]).startswith(b"\xff\xd8")
    head = path.read_bytes()
    assert head[8:12] == b"M4B "
    assert head.index(b"moov") < head.index(b"mdat")


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
def test_m4b_in_ffprobe(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    _, (path,) = made(shelf, "m4b", acx, tmp_path)
    said = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(path)],
            capture_output=True,
            check=True,
        ).stdout
    )
    assert [c["tags"]["title"] for c in said["chapters"][:4]] == TITLES[:4]
    found = [round(1000 * float(c["start_time"])) for c in said["chapters"]]
    assert found == pytest.approx(chapter_starts_ms(shelf[1]), abs=1)


def test_chapters_are_joined_to_the_sample(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    """Each chapter lies in the joined file where the timeline says, and as near to its master as encoded alone."""
    _, (path,) = made(shelf, "m4b", acx, tmp_path)
    store, chapters = shelf
    whole = samples_of(path)
    at = 0
    for chapter in chapters:
        master = samples_of(store.file(chapter.master.digest)).astype(np.float32) / 32768
        alone = samples_of(store.file(encode(store, chapter.master, Encoding(AAC, 64_000)).digest))[AAC_FRAME:]
        joined = whole[at : at + len(master)]
        assert _noise_db(joined, master) < _noise_db(alone[: len(master)], master) + 0.5
        lag = int(np.argmax(np.correlate(joined[18_000:42_000], master[20_000:40_000], "valid"))) - 2_000
        assert lag == 0
        at += padded_samples(chapter.master)


def _noise_db(sound: Samples, reference: Samples) -> float:
    return 10 * float(np.log10(np.square(sound - reference).sum() / np.square(reference).sum()))


def test_adts_packets_are_the_whole_stream(shelf: tuple[Store, list[ChapterAudio]]) -> None:
    store, chapters = shelf
    data = store.read(encode(store, chapters[0].master, Encoding(AAC, 64_000)).digest)
    packets = list(aac_packets(data))
    assert sum(map(len, packets)) + 7 * len(packets) == len(data)
    assert len(packets) == padded_samples(chapters[0].master) // AAC_FRAME + 1


MANY = 300
MANY_TITLES = [
    form.format(n + 1)
    for n in range(MANY // 4)
    for form in (
        "第{}回　宴桃園豪傑三結義",
        "الفصل {}: في ذكر ما جرى",
        "🎧🏴‍☠️ Part {} 👩🏽‍🚀",
        "Chapter {}: “Ça va” — Ångström & <Co>",
    )
]


@pytest.fixture(scope="module")
def long_shelf(tmp_path_factory: pytest.TempPathFactory, acx: Spec) -> tuple[Store, list[ChapterAudio]]:
    """Chapters of many lengths, titles in four scripts, more of them than a byte counts."""
    store = Store(tmp_path_factory.mktemp("long"))
    take = keep_take(store, speech(0.5), "one")
    spec = acx.model_copy(update={"pauses": acx.pauses.model_copy(update={"head": 0, "tail": 0})})
    return store, [
        ChapterAudio(title, make_master(store, [take], [n], spec, 0.0)) for n, title in enumerate(MANY_TITLES)
    ]


def _chapters_in_ffprobe(path: Path) -> list[tuple[str, int]]:
    return [(c["tags"]["title"], round(1000 * float(c["start_time"]))) for c in _ffprobe(path)["chapters"]]


@pytest.mark.parametrize("form", ["m4b", "mp3-book"])
def test_three_hundred_chapters(
    form: str, long_shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    """Titles and times of all, by FFmpeg, by ffprobe where it is installed, and by mutagen."""
    _, (path,) = made(long_shelf, form, acx, tmp_path)
    wanted = list(zip(MANY_TITLES, chapter_starts_ms(long_shelf[1]), strict=True))
    with av.open(str(path)) as file:
        assert [(c["metadata"]["title"], round(1000 * c["start"] * c["time_base"])) for c in file.chapters()] == wanted
    if shutil.which("ffprobe"):
        assert _chapters_in_ffprobe(path) == wanted
    if form == "m4b":  # mutagen reads Nero's list, whose count is one byte; the QuickTime track has them all
        listed = MP4(str(path)).chapters
        assert listed is not None
        assert [(c.title, round(1000 * c.start)) for c in listed] == [
            (t, pytest.approx(ms, abs=1)) for t, ms in wanted[:255]
        ]
    else:
        tags = mutagen.id3.ID3(str(path))
        found = sorted(tags.getall("CHAP"), key=lambda chap: chap.start_time)
        assert [(c.sub_frames["TIT2"].text[0], c.start_time) for c in found] == wanted
        assert [len(tags[f"CTOC:{name}"].child_element_ids) for name in tags["CTOC:toc"].child_element_ids] == [255, 45]


@pytest.mark.parametrize("form", ["m4b", "m4a", "mp3", "mp3-book", "opus", "flac"])
def test_a_chapter_of_no_sound_at_all(form: str, acx: Spec, tmp_path: Path) -> None:
    """Nothing that the voice can say, in a spec that wants no room tone around it."""
    spec = acx.model_copy(update={"pauses": acx.pauses.model_copy(update={"head": 0, "tail": 0})})
    store = Store(tmp_path)
    masters = [make_master(store, takes, [0], spec, 0.0) for takes in ([None], [keep_take(store, speech(2.0), "one")])]
    made = deliver(store, form, BOOK, [ChapterAudio(str(n), master) for n, master in enumerate(masters)], spec)
    assert not [finding for finding in made.findings if finding.code in ("d-001", "d-002", "d-006")]


@pytest.mark.parametrize("form", ["flac", pytest.param("opus", marks=pytest.mark.slow)])
def test_three_hundred_files(
    form: str, long_shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    """One a chapter, each without chapters of its own: its title and number stand in its tags."""
    _, (*paths, playlist) = made(long_shelf, form, acx, tmp_path)
    assert [mutagen.File(path)["title"] for path in paths] == [[title] for title in MANY_TITLES]
    assert [mutagen.File(path)["tracknumber"][0].split("/")[0] for path in paths] == [str(n + 1) for n in range(MANY)]
    assert len([line for line in playlist.read_text("utf-8").splitlines() if not line.startswith("#")]) == MANY
    if shutil.which("ffprobe"):
        assert _chapters_in_ffprobe(paths[-1]) == []


@pytest.mark.parametrize("form", ["m4a", "mp3", "opus", "flac"])
def test_a_file_per_chapter(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path, form: str) -> None:
    deliverable, paths = made(shelf, form, acx, tmp_path)
    *files, playlist = paths
    assert len(files) == len(TITLES)
    assert playlist.suffix == ".m3u8"
    lines = playlist.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [file.name for file in files]
    assert all((playlist.parent / line).exists() for line in lines if not line.startswith("#"))
    for number, (path, chapter) in enumerate(zip(files, shelf[1], strict=True), start=1):
        tags = mutagen.File(path, easy=True)
        assert tags["title"] == [chapter.title]
        assert tags["album"] == [BOOK.title]
        assert tags["tracknumber"][0].split("/")[0] == str(number)
        with av.open(str(path)) as file:
            stream = file.streams.audio[0]
            assert stream.rate == {"mp3": acx.rates.mp3_sample_rate_hz, "opus": 48_000}.get(form, RATE)
        assert abs(len(samples_of(path)) / stream.rate * 1000 - chapter.master.duration_ms) < FRAME_MS[form]
    assert deliverable.duration_ms == sum(c.master.duration_ms for c in shelf[1])


def _ffprobe(path: Path) -> Any:
    return json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", str(path)],
            capture_output=True,
            check=True,
        ).stdout
    )


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
@pytest.mark.parametrize("form", ["m4a", "mp3", "opus", "flac", "mp3-book", "m4b"])
def test_every_kind_of_file_in_ffprobe(
    shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path, form: str
) -> None:
    """Title, authors, narrator, series, statement and cover are seen by a reader that wrote none of them."""
    _, (path, *_) = made(shelf, form, acx, tmp_path)
    said = _ffprobe(path)
    tags = {k.lower(): v for k, v in said["format"].get("tags", said["streams"][0].get("tags", {})).items()}
    tags |= {k.lower(): v for k, v in said["streams"][0].get("tags", {}).items()}
    assert tags["title"] == (BOOK.title if form in ("m4b", "mp3-book") else TITLES[0])
    assert tags["album"] == BOOK.title
    assert tags["artist"] == BOOK.metadata.authors
    assert tags["composer"] == tags["narrator"] == "Heart"
    assert (tags["series"], tags["series-part"]) == ("The Series", "2")
    assert "synthetic" in tags["ai_generated"]
    assert any(s["codec_type"] == "video" and s["disposition"]["attached_pic"] for s in said["streams"])


# ---------------------------------------------------------------- one file of MP3


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
def test_mp3_book_chapters_in_ffprobe_and_mutagen(
    shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    deliverable, (path,) = made(shelf, "mp3-book", acx, tmp_path)
    starts = chapter_starts_ms(shelf[1])
    found = _ffprobe(path)
    assert [c["tags"]["title"] for c in found["chapters"]] == TITLES
    assert [round(1000 * float(c["start_time"])) for c in found["chapters"]] == starts
    assert float(found["format"]["duration"]) * 1000 == pytest.approx(deliverable.duration_ms, abs=27)
    tags = mutagen.id3.ID3(str(path))
    chapters = sorted(tags.getall("CHAP"), key=lambda chap: chap.start_time)
    assert [(c.start_time, c.sub_frames["TIT2"].text[0]) for c in chapters] == list(zip(starts, TITLES, strict=True))
    assert tags["CTOC:toc"].child_element_ids == [c.element_id for c in chapters]
    assert mutagen.File(path).info.length * 1000 == pytest.approx(deliverable.duration_ms, abs=27)


def test_mp3_chapters_are_joined_within_half_a_frame(
    shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    """Each chapter lies at its place in the M4B, off by half a frame at most, and sounds as encoded alone."""
    _, (path,) = made(shelf, "mp3-book", acx, tmp_path)
    store, chapters = shelf
    whole = samples_of(path)
    start = 0
    for chapter in chapters:
        alone = samples_of(store.file(encode(store, chapter.master, Encoding(MP3, 192_000, 44_100)).digest))
        at = round(start * 44_100 / RATE)
        places = np.arange(at - 600, at + 601)
        places = places[(places >= 0) & (places + len(alone) - 3000 <= len(whole))]
        off = min(
            places, key=lambda place: float(np.abs(whole[place + 40_000 : place + 60_000] - alone[40_000:60_000]).sum())
        )
        assert abs(off - at) <= 576
        assert off % 1152 == 0
        # From the second frame on it is the very same sound; the first holds the end of the silence before.
        assert np.abs(whole[off + 2304 : off + len(alone) - 3000] - alone[2304:-3000]).max() < 1e-6
        start += padded_samples(chapter.master)
    assert abs(len(whole) - start * 44_100 / RATE) <= 576


@pytest.mark.parametrize("form", ["m4b", "mp3-book"])
@pytest.mark.parametrize("room_tone_db", [None, -72.0])
def test_joins_cannot_be_heard(form: str, room_tone_db: float | None, acx: Spec, tmp_path: Path) -> None:
    """At a join no band of the spectrum rises above what lies on both sides of it: a click would fill them all."""
    spec = acx.model_copy(update={"level": acx.level.model_copy(update={"room_tone_db": room_tone_db})})
    store = Store(tmp_path / "store")
    chapters = [
        ChapterAudio(f"{n}", make_master(store, [keep_take(store, speech(2.0, seed=n), f"take {n}")], [0], spec, 6.0))
        for n in range(6)
    ]
    deliverable = deliver(store, form, BOOK, chapters, spec)
    (path,), _ = publish(deliverable, store, tmp_path)
    with av.open(str(path)) as file:
        rate = file.streams.audio[0].rate
    whole = samples_of(path)
    for start in chapter_starts_ms(chapters)[1:]:
        at = start * rate // 1000
        join = _bands(whole[at - rate // 10 : at + rate // 10])
        before = [
            _bands(whole[at - rate * ms // 1000 : at - rate * (ms - 200) // 1000]) for ms in (500, 800, 1100, 1400)
        ]
        assert (join <= np.maximum(np.max(before, axis=0) + 6, -100)).all()  # dB; noise scatters by 3


def _bands(window: Samples) -> Samples:
    """Level in dB of 40 bands of equal width."""
    spectrum = np.abs(np.fft.rfft(window * np.hanning(len(window)))) / len(window)
    bands = [np.sqrt(np.square(part).sum()) for part in np.array_split(spectrum, 40)]
    return np.asarray(20 * np.log10(np.asarray(bands) + 1e-12), np.float32)


@pytest.mark.parametrize("form", ["m4b", "m4a", "mp3", "mp3-book", "opus", "flac"])
def test_two_channels_are_the_master_twice_and_3_db_louder(form: str, tmp_path: Path) -> None:
    podcast = read_yaml(ROOT / "configs/specs/podcast.yaml", Spec)
    store = Store(tmp_path / "store")
    master = make_master(store, [keep_take(store, speech(4.0, seed=3), "one")] * 3, [100, 100, 0], podcast, 4.0)
    deliverable = deliver(store, form, BOOK, [ChapterAudio("One", master), ChapterAudio("Two", master)], podcast)
    assert not deliverable.findings
    paths, _ = publish(deliverable, store, tmp_path)
    found = measure(next(path for path in paths if path.suffix != ".m3u8"))
    assert found.channels == 2
    assert found.integrated_lufs == pytest.approx(
        master.levels.integrated_lufs + 3.01, abs=0.6
    )  # LAME cuts noise above 16 kHz


def test_a_damaged_encoding_is_found_and_not_kept(shelf: tuple[Store, list[ChapterAudio]]) -> None:
    """Sound that is lost, or that is not in the master, is heard when the file is decoded again."""
    whole = np.concatenate((speech(3.0), np.zeros(RATE, np.float32)))
    source = LevelCurve(RATE)
    source.add(whole)
    for damage, word in ((slice(RATE, RATE * 2), "lost"), (slice(-RATE // 2, None), "silence")):
        heard = LevelCurve(RATE)
        broken = whole.copy()
        broken[damage] = 0 if word == "lost" else 0.1
        for piece in np.array_split(broken, 7):
            heard.add(piece)
        assert word in difference(source, heard)
    short = LevelCurve(RATE)
    short.add(whole[: 2 * RATE])
    assert "lasts" in difference(source, short)
    assert not difference(source, source)


def test_an_independent_reader_agrees_on_the_level(
    shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    _, paths = made(shelf, "flac", acx, tmp_path)
    sound = samples_of(paths[0]).astype(np.float64) / 32768
    segment = AudioSegment(data=(sound * 32767).astype("<i2").tobytes(), sample_width=2, frame_rate=RATE, channels=1)
    assert segment.dBFS == pytest.approx(10 * np.log10(np.square(sound).mean()), abs=0.05)


def test_tags_are_a_remux_and_no_encoding(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:

    store, chapters = shelf
    made(shelf, "m4b", acx, tmp_path)
    before = set(store.sizes())
    other = described(BOOK, title="Another title")
    assert find_deliverable(store, "m4b", other, chapters, acx) == Missing("not made yet")
    deliver(store, "m4b", other, chapters, acx)
    assert len(set(store.sizes()) - before) == 2  # the file, and the list of files


@pytest.mark.parametrize("form", ["m4b", "mp3", "mp3-book", "m4a", "opus", "flac"])
def test_another_cover_is_a_remux_and_no_encoding(
    form: str, shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    import dataclasses

    store, chapters = shelf
    _, (old, *_) = made(shelf, form, acx, tmp_path / "old")
    before = {key for recipe, key in store.entries() if recipe == "encoded"}
    other = dataclasses.replace(BOOK, cover=Cover(SVG.replace(b"#a00", b"#06c"), "image/svg+xml"))
    assert find_deliverable(store, form, other, chapters, acx) == Missing("not made yet")
    (new, *_), _ = publish(deliver(store, form, other, chapters, acx), store, tmp_path / "new")
    assert {key for recipe, key in store.entries() if recipe == "encoded"} == before
    assert essence(new) == essence(old)
    assert _colour(new) == pytest.approx((0, 102, 204), abs=8)
    assert _colour(old) == pytest.approx((170, 0, 0), abs=8)


def _colour(path: Path) -> tuple[int, ...]:
    """Of the middle of the file's cover."""
    with av.open(str(path)) as file:
        picture = next(file.decode(video=0)).to_ndarray(format="rgb24")
    return tuple(map(int, picture[picture.shape[0] // 2, picture.shape[1] // 2]))


def test_what_a_person_changed_is_kept_and_said(
    shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path
) -> None:
    deliverable, (path,) = made(shelf, "m4b", acx, tmp_path)
    path.write_bytes(path.read_bytes() + b"edited")
    edited = path.read_bytes()
    _, findings = publish(deliverable, shelf[0], tmp_path)
    assert [finding.code for finding in findings] == ["d-003"]
    (kept,) = tmp_path.glob("*.changed-*.m4b")
    assert kept.read_bytes() == edited
    assert path.read_bytes() != edited


def test_a_deleted_file_is_put_there_again(shelf: tuple[Store, list[ChapterAudio]], acx: Spec, tmp_path: Path) -> None:
    deliverable, (path,) = made(shelf, "m4b", acx, tmp_path)
    path.unlink()
    publish(deliverable, shelf[0], tmp_path)
    assert path.exists()


def test_an_unknown_format_lists_those_that_exist(shelf: tuple[Store, list[ChapterAudio]], acx: Spec) -> None:
    with pytest.raises(
        RefusedError, match="there is no format 'wma'; there are: m4b, m4a, mp3, mp3-book, opus, flac, "
    ):
        deliver(shelf[0], "wma", BOOK, shelf[1], acx)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a/b: c?", "a b c.m4b"),
        ("...", "untitled.m4b"),
        ("Ж" * 200, "Ж" * 60 + ".m4b"),
        ("CON", "CON_.m4b"),
        ("nul", "nul_.m4b"),
        ("Com1", "Com1_.m4b"),
        ("LPT9.part", "LPT9_.part.m4b"),
        ("Aux.", "Aux_.m4b"),
        ("Console", "Console.m4b"),
        ("Con Artists", "Con Artists.m4b"),
        ("COM10", "COM10.m4b"),
        ("$(touch x)", "(touch x).m4b"),
        ("${HOME}", "{HOME}.m4b"),
        ("`id`", "id.m4b"),
        ("A $100 Bill", "A $100 Bill.m4b"),
        ("-rf", "rf.m4b"),
        ("--", "untitled.m4b"),
        ("~/x", "x.m4b"),
        ("A-B", "A-B.m4b"),
        ("\u202egpm.exe", "gpm.exe.m4b"),
        ("\u200b\ufeff", "untitled.m4b"),
        ("\u2066a\u2069\x85b", "ab.m4b"),
        ("می\u200cخواهم", "می\u200cخواهم.m4b"),
    ],
)
def test_file_names_suit_every_system(title: str, name: str) -> None:
    assert file_name(title, ".m4b") == name
