"""Captions: times of the timeline, words of the book, rows that can be read; opened by FFmpeg's own readers."""

import dataclasses
import itertools
import re
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.delivery import Book, ChapterAudio, chapter_starts_ms, deliver, publish
from pipeline.delivery.chapter_files import stretch
from pipeline.delivery.formats.captions import ROW, Caption, broken, captions_of, columns, lrc, parts_of, srt
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Metadata
from pipeline.store import Store
from tests.factories import keep_take, line
from tests.pipeline.audio.test_audio import speech

ROOT = Path(__file__).parents[4]
BOOK = Book(Metadata("A Book", ("A. Writer",), "en", narrator="Heart"), slug="book")
TEXTS = [
    ["CHAPTER I", "“Yes,” he said --> & <then> went.", "No."],
    [
        "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a wife; "
        "however little known the feelings or views of such a man may be on his first entering a neighbourhood.",
        "話說天下大勢，分久必合，合久必分：周末七國分爭，并入於秦；及秦滅之後，楚、漢分爭，又并入於漢。漢朝自高祖斬白蛇而起義，一統天下。",
    ],
]


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


def test_three_formats_open_and_say_the_whole_book(tmp_path: Path, acx: Spec) -> None:
    store = Store(tmp_path / "store")
    chapters = []
    for c, texts in enumerate(TEXTS):
        takes = [keep_take(store, speech(1.0 + len(text) / 15, seed=n), f"{c} {n}") for n, text in enumerate(texts)]
        lines = tuple(line(text, n, chapter=c) for n, text in enumerate(texts, start=1))
        lines = (lines[0], dataclasses.replace(lines[1], character="Mr. B"), *lines[2:])
        chapters.append(
            ChapterAudio(f"Chapter {c}", make_master(store, takes, [500] * len(takes), acx, 0.0), lines=lines)
        )
    paths, _ = publish(deliver(store, "captions", BOOK, chapters, acx), store, tmp_path)
    srt, vtt, lrc = paths
    cues = [
        cue
        for start, chapter in zip((0, chapter_starts_ms(chapters)[1] * 24), chapters, strict=True)
        for cue in captions_of(chapter, start)
    ]
    for path in (srt, vtt):
        with av.open(str(path)) as file:
            stream = file.streams.subtitles[0]
            found = [(round(1000 * p.pts * p.time_base), bytes(p).decode()) for p in file.demux(stream) if p.size]
        assert [start for start, _ in found] == [cue.start_ms for cue in cues]
        assert all("-->" not in text or path is vtt for _, text in found)
    assert srt.read_text("utf-8").startswith(f"1\n00:00:00,{chapters[0].master.timeline[0][0] // 24:03} --> ")
    assert "<v Mr. B>“Yes,” he said --&gt; &amp; &lt;then&gt; went.</v>" in vtt.read_text("utf-8")
    timed = re.findall(r"^\[(\d+):(\d\d)\.(\d\d)\](.*)$", lrc.read_text("utf-8"), re.MULTILINE)
    assert [text for *_, text in timed] == [" ".join(text.split()) for texts in TEXTS for text in texts]
    times = [10 * (6000 * int(m) + 100 * int(s) + int(h)) for m, s, h, _ in timed]
    assert times == sorted(times)
    assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(cues))
    assert cues[-1].end_ms == round((chapters[-1].master.timeline[-1][1] + chapter_starts_ms(chapters)[1] * 24) / 24)


def test_a_changed_word_makes_them_stale_and_a_cover_does_not_change_the_words(tmp_path: Path, acx: Spec) -> None:
    store = Store(tmp_path / "store")
    master = make_master(store, [keep_take(store, speech(1.0), "one")], [0], acx, 0.0)
    first = deliver(store, "captions", BOOK, [ChapterAudio("I", master, lines=(line("One."),))], acx)
    second = deliver(store, "captions", BOOK, [ChapterAudio("I", master, lines=(line("Two."),))], acx)
    assert first.key != second.key


@given(st.text(st.sampled_from("abcdefgh ,.;:—話說天下。，「」e\u0301"), max_size=400))
def test_no_character_is_lost_and_rows_fit(text: str) -> None:
    text = " ".join(text.split())
    rows = [row for part in parts_of(text, 2 * ROW) for row in broken(part)]
    assert "".join("".join(rows).split()) == "".join(text.split())
    words = max((columns(word) for word in re.split(r"\s|(?<=[話說天下。，「」])|(?=[話說天下「])", text)), default=0)
    assert all(columns(row) <= max(ROW, words) for row in rows)


def test_rows_break_after_punctuation() -> None:
    assert broken("It was the best of times, it was the worst of times,") == (
        "It was the best of times,",
        "it was the worst of times,",
    )


def test_nothing_that_is_written_is_taken_for_a_tag(tmp_path: Path) -> None:
    """FFmpeg's readers hide what they take for a tag, braces (as libass does), or a time of LRC."""
    text = "A <b> {c} </i> a < b --> c [12:30] <00:31.20> [Enter]"
    said = {
        ".srt": srt([Caption("a", 0, 360_000_000 + 1500, (text,))]),
        ".lrc": lrc([(500, text), (1500, "[12:30] he wrote."), (60_000 * 123, "[Enter Tom]")], BOOK),
    }
    for suffix, written in said.items():
        (tmp_path / f"x{suffix}").write_text(written, "utf-8")
    assert "00:00:00,000 --> 100:00:01,500" in said[".srt"]
    assert "[123:00.00](Enter Tom)" in said[".lrc"]
    with av.open(str(tmp_path / "x.srt")) as file:
        shown = [part.dialogue.decode() for p in file.demux() if p.size for part in p.decode()]
    assert shown == ["A ‹b› (c) ‹/i› a < b → c [12:30] <00:31.20> [Enter]"]
    with av.open(str(tmp_path / "x.lrc")) as file:
        heard = [bytes(p).decode().strip() for p in file.demux() if p.size]
    assert heard == ["A <b> {c} </i> a < b --> c (12:30) (00:31.20) [Enter]", "(12:30) he wrote.", "(Enter Tom)"]


def test_parts_of_a_chapter_have_their_own_times(tmp_path: Path, acx: Spec) -> None:
    store = Store(tmp_path / "store")
    texts = ["One.", "Two.", "Three."]
    master = make_master(
        store, [keep_take(store, speech(1.0, seed=n), text) for n, text in enumerate(texts)], [500, 500, 0], acx, 0.0
    )
    chapter = ChapterAudio("I", master, lines=tuple(line(text, n) for n, text in enumerate(texts, start=1)))
    (whole, second, _) = captions_of(chapter)
    (part,) = captions_of(chapter, runs=stretch(master, 1, 2))
    assert part.rows == second.rows == ("Two.",)
    assert (part.start_ms, part.end_ms - part.start_ms) == (whole.start_ms, second.end_ms - second.start_ms)
