"""Files that a shop limits in length, its upload set, and what becomes of a file that is not what it should be."""

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.delivery import Book, ChapterAudio, deliver, publish, unmakeable
from pipeline.delivery.chapter_files import files_of, last_line
from pipeline.delivery.containers.container import ChapterMark, Track
from pipeline.delivery.containers.flac import NATIVE_FLAC, tag_flac
from pipeline.delivery.containers.mp4 import MP4
from pipeline.delivery.formats.acx import sample_of
from pipeline.delivery.verify.opened import check_file, check_one_file
from pipeline.manifests import Limits, Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Levels, Master, Metadata
from pipeline.store import Store
from tests.factories import keep_take
from tests.pipeline.audio.test_audio import RATE, speech
from tests.pipeline.delivery.test_delivery import samples_of

ROOT = Path(__file__).parent.parent.parent.parent
BOOK = Book(Metadata("A Book", ("A. Writer",), "en", narrator="Heart"), slug="book")


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


def master_of_lines(lines: list[tuple[int, int]], rate: int = 100) -> Master:
    """A master that is only its times: lines of (seconds, seconds of pause after), half a second of head and tail."""
    at, timeline = rate // 2, []
    for length, pause in lines:
        timeline.append((at, at + length * rate))
        at += (length + pause) * rate
    at = timeline[-1][1]
    return Master("key", "digest", at + rate // 2, rate, tuple(timeline), Levels(-20, -3, 0))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), min_size=1, max_size=300), st.integers(2, 10))
def test_parts_fit_and_hold_every_line_once(lines: list[tuple[int, int]], minutes: int) -> None:
    master = master_of_lines(lines)
    spec = Spec.model_construct(limits=Limits(minutes=minutes))
    pieces = files_of([ChapterAudio("Long", master)], spec)
    assert all(piece.duration_ms <= 60_000 * minutes for piece in pieces)
    runs = [piece.runs or ((0, master.samples),) for piece in pieces]
    for first, last in master.timeline:
        assert sum(any(a <= first and last <= b for a, b in run) for run in runs) == 1 or first == last
    assert all(a < b for run in runs for a, b in run)
    assert all(run[0][0] == 0 and run[-1][1] == master.samples for run in runs)
    if len(pieces) > 1:
        assert pieces[0].title == f"Long (1 of {len(pieces)})"


def test_a_chapter_is_cut_at_a_scene_and_its_parts_are_even(acx: Spec) -> None:
    lines = [(10, 3 if n == 55 else 1) for n in range(120)]  # 22 minutes; a scene ends a little before the middle
    pieces = files_of(
        [ChapterAudio("Long", master_of_lines(lines))], acx.model_copy(update={"limits": Limits(minutes=12)})
    )
    assert len(pieces) == 2
    assert pieces[0].runs[0][1] == 50 + 100 * (56 * 10 + 55)  # at the scene


def test_a_chapter_of_exactly_the_limit_is_one_file() -> None:
    master = master_of_lines([(59, 0), (60, 0)])  # two minutes with its head and its tail
    spec = Spec.model_construct(limits=Limits(minutes=2))
    assert [(file.title, file.runs) for file in files_of([ChapterAudio("Long", master)], spec)] == [("Long", ())]


def test_three_parts_are_of_about_equal_length() -> None:
    master = master_of_lines([(10, 1)] * 165)  # 30 minutes
    spec = Spec.model_construct(limits=Limits(minutes=11))
    lengths = [file.duration_ms for file in files_of([ChapterAudio("Long", master)], spec)]
    assert len(lengths) == 3
    assert lengths[1] > 0.75 * lengths[0]
    assert sum(lengths) == pytest.approx(30 * 60_000, rel=0.02)


def test_of_equal_pauses_the_last_that_fits_is_taken() -> None:
    times = master_of_lines([(10, 1)] * 5).timeline
    assert [last_line(times, 0, 100 * seconds) for seconds in (10, 21, 43, 44)] == [1, 2, 4, 4]
    assert last_line(times, 0, 100 * 43, 100 * 33) == 4


@pytest.mark.parametrize("form", ["mp3", "flac", "m4a", "opus"])
def test_parts_sound_as_the_master_does(form: str, acx: Spec, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    takes = [keep_take(store, speech(2.0, seed=n), f"take {n}") for n in range(6)]
    master = make_master(store, takes, [400, 400, 2200, 400, 400, 0], acx, 4.0)
    spec = acx.model_copy(update={"limits": Limits(minutes=14 / 60)})
    deliverable = deliver(store, form, BOOK, [ChapterAudio("I", master)], spec)
    assert not [finding for finding in deliverable.refusing if finding.code != "d-008"]
    assert [Path(part.name).stem for part in deliverable.parts[:-1]] == ["001 I (1 of 2)", "002 I (2 of 2)"]
    (first, second, _), _ = publish(deliverable, store, tmp_path)
    if form == "flac":
        whole, parts = samples_of(store.file(master.digest)), [samples_of(first), samples_of(second)]
        cut = master.timeline[2][1]
        again = master.timeline[3][0]
        tail = whole[master.timeline[-1][1] :]
        assert np.array_equal(parts[0], np.concatenate((whole[:cut], tail)))
        assert np.array_equal(parts[1], np.concatenate((whole[: master.timeline[0][0]], whole[again:])))


# ---------------------------------------------------------------- ACX


def test_the_acx_set(acx: Spec, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    takes = [keep_take(store, speech(2.0, seed=n), f"take {n}") for n in range(3)]
    short = make_master(store, takes, [200, 200, 0], acx, 4.0)
    body = make_master(store, [take for _ in range(60) for take in takes], [400] * 179 + [0], acx, 4.0)
    chapters = [
        ChapterAudio("Opening Credits", short, "credits"),
        ChapterAudio("Preface", body, "preface"),
        ChapterAudio("I", body),
        ChapterAudio("Closing Credits", short, "credits"),
    ]
    deliverable = deliver(store, "acx", BOOK, chapters, acx)
    assert [part.name for part in deliverable.parts] == [
        "acx/000 Opening Credits.mp3",
        "acx/001 Preface.mp3",
        "acx/002 I.mp3",
        "acx/003 Closing Credits.mp3",
        "acx/Retail Sample.mp3",
    ]
    assert [finding.code for finding in deliverable.findings] == [
        "d-005",
        "d-018",
    ]  # no cover; ACX's rule about narrators
    credits_ms, body_ms = deliverable.parts[0].duration_ms, deliverable.parts[2].duration_ms
    assert (
        credits_ms == short.duration_ms - acx.pauses.tail + 1300
    )  # a short tail: half a file of silence has too little RMS
    assert body_ms == body.duration_ms
    assert body.duration_ms > 300_000
    (*_, path), _ = publish(deliverable, store, tmp_path)
    with av.open(str(path)) as file:
        assert file.streams.audio[0].rate == 44_100
        assert file.streams.audio[0].bit_rate == 192_000
        assert 180 < file.duration / 1e6 <= 300
    sample = sample_of(chapters)
    assert sample.runs[0][1] in {last for _, last in body.timeline}
    assert sample.runs[-1] == (body.timeline[-1][1], body.samples)


def test_acx_is_refused_without_credits_before_anything_is_made() -> None:
    assert "credits: {opening: true, closing: true}" in unmakeable("acx", BOOK, ["body", "credits"])
    assert not unmakeable("acx", BOOK, ["credits", "body", "credits"])


# ---------------------------------------------------------------- as delivered


def test_a_file_that_is_not_what_the_timeline_says_is_refused(acx: Spec, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    master = make_master(store, [keep_take(store, speech(3.0), "one")], [0], acx, 0.0)
    (path, *_), _ = publish(deliver(store, "flac", BOOK, [ChapterAudio("I", master)], acx), store, tmp_path)
    assert not check_file(path, "x", NATIVE_FLAC, Track("I", 1, 1), master.duration_ms, 1)
    assert {n.code for n in check_file(path, "x", NATIVE_FLAC, Track("I", 1, 1), master.duration_ms + 500, 1)} == {
        "d-001"
    }
    assert {n.code for n in check_file(path, "x", NATIVE_FLAC, Track("II", 1, 1), master.duration_ms, 1)} == {"d-006"}
    tag_flac(path, BOOK, None, Track("II", 1, 1))
    assert {n.code for n in check_file(path, "x", NATIVE_FLAC, Track("I", 1, 1), master.duration_ms, 1)} == {"d-006"}


def test_a_truncated_book_and_a_wrong_chapter_are_refused(acx: Spec, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    masters = [make_master(store, [keep_take(store, speech(3.0, seed=n), f"{n}")], [0], acx, 0.0) for n in range(2)]
    chapters = [ChapterAudio(f"{n}", master) for n, master in enumerate(masters)]
    deliverable = deliver(store, "m4b", BOOK, chapters, acx)
    (path,), _ = publish(deliverable, store, tmp_path)
    end = deliverable.duration_ms
    with av.open(str(path)) as file:
        middle = round(1000 * file.chapters()[1]["start"] * file.chapters()[1]["time_base"])
    good = [ChapterMark("0", 0, middle), ChapterMark("1", middle, end)]
    assert not check_one_file(path, "x", MP4, good, RATE, 1024)
    assert [
        n.code
        for n in check_one_file(path, "x", MP4, [ChapterMark("0", 0, 500), ChapterMark("1", 500, end)], RATE, 1024)
    ] == ["d-002"]
    assert [n.code for n in check_one_file(path, "x", MP4, [good[0], ChapterMark("2", middle, end)], RATE, 1024)] == [
        "d-002"
    ]
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - 20_000])
    codes = [n.code for n in check_one_file(path, "x", MP4, good, RATE, 1024)]
    assert codes == ["d-001"]  # the header still says the whole length; the sound ends before
