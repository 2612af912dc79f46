"""A mark that was left in the takes is listened for in every finished file; a file without it is kept aside.

The mark here is a pilot: a quiet sine at 3 kHz, and the share of tenths of a second that have it.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.audio import Samples
from pipeline.delivery import Book, ChapterAudio, deliver, find_deliverable
from pipeline.delivery.provenance.record import FileMade, Marks, Provenance
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Metadata
from pipeline.store import Store
from tests.factories import keep_take, line
from tests.pipeline.audio.test_audio import RATE, speech

ROOT = Path(__file__).parents[4]
PILOT_HZ, AMPLITUDE = 3000, 0.01


@dataclass(frozen=True)
class Pilot:
    name: str = "pilot 1"
    threshold: float = 0.5

    def left_in(self, samples: Samples) -> Samples:
        return samples + np.float32(AMPLITUDE) * np.sin(
            2 * np.pi * PILOT_HZ / RATE * np.arange(len(samples)), dtype=np.float32
        )

    def heard(self, paths: Sequence[Path]) -> list[float | None]:
        return [self._score(path) for path in paths]

    def _score(self, path: Path) -> float | None:
        with av.open(str(path)) as file:
            rate = file.streams.audio[0].rate
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
            frames = [piece.to_ndarray()[0] for frame in file.decode(audio=0) for piece in resampler.resample(frame)]
        sound = np.concatenate(frames)
        window = rate // 10
        pieces = sound[: len(sound) // window * window].reshape(-1, window)
        if len(pieces) < 10:
            return None
        pieces = pieces[np.sqrt(np.square(pieces).mean(axis=1)) > AMPLITUDE / 4]  # pauses carry none
        pilot = np.abs(pieces @ np.exp(-2j * np.pi * PILOT_HZ / rate * np.arange(window))) * 2 / window
        return float((pilot > AMPLITUDE / 2).mean())


@pytest.fixture(scope="module")
def acx() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


def book(store: Store, spec: Spec, *, marked: bool, seconds: float = 3.0) -> list[ChapterAudio]:
    chapters = []
    for n in range(2):
        sound = speech(seconds, seed=n)
        take = keep_take(store, Pilot().left_in(sound) if marked else sound, f"{marked} {n} {seconds}")
        chapters.append(
            ChapterAudio(f"Chapter {n}", make_master(store, [take], [0], spec, 6.0), lines=(line("What.", chapter=n),))
        )
    return chapters


ASKED = Book(Metadata("A Book", ("A. Writer",), "en", narrator="Heart"), slug="book", url="https://example.org/b",
             marks=Marks(watermark=Pilot()))  # fmt: skip


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("m4b", 1),
        ("mp3", 2),
        ("opus", 2),
        ("flac", 2),
        ("mp3-book", 1),
        ("lpf", 1),
        ("audiobookshelf", 1),
        ("podcast", 2),
        ("captions", 0),
    ],
)
def test_every_file_with_sound_is_listened_to(tmp_path: Path, acx: Spec, form: str, files: int) -> None:
    store = Store(tmp_path)
    chapters = book(store, acx, marked=True)
    made = deliver(store, form, ASKED, chapters, acx)
    scores = [part.watermark for part in made.parts if part.watermark is not None]
    assert len(scores) == files
    assert all(score > 0.5 for score in scores)
    assert not [finding for finding in made.findings if finding.code == "d-009"]
    assert find_deliverable(store, form, ASKED, chapters, acx) == made  # scores and all


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ("m4b", ["A Book.m4b"]),
        ("opus", ["opus/001 Chapter 0.opus", "opus/002 Chapter 1.opus"]),
        ("lpf", ["A Book.lpf"]),
    ],
)
def test_a_file_without_the_mark_is_refused_with_its_score(
    tmp_path: Path, acx: Spec, form: str, where: list[str]
) -> None:
    store = Store(tmp_path)
    chapters = book(store, acx, marked=False)
    made = deliver(store, form, ASKED, chapters, acx)
    unmarked = [finding for finding in made.refusing if finding.code == "d-009"]
    assert [finding.where for finding in unmarked] == where
    assert unmarked[0].found.startswith("pilot 1 is not heard in it (score 0.0")
    plain = dataclasses.replace(ASKED, marks=Marks())
    assert not [finding for finding in deliver(store, form, plain, chapters, acx).findings if finding.code == "d-009"]


def test_what_is_too_short_to_carry_it_is_not_refused_for_it(tmp_path: Path, acx: Spec) -> None:
    store = Store(tmp_path)
    short = acx.model_copy(update={"pauses": acx.pauses.model_copy(update={"head": 0, "tail": 0})})
    made = deliver(store, "flac", ASKED, book(store, short, marked=False, seconds=0.5), short)
    assert [part.watermark for part in made.parts] == [None] * 3
    assert not [finding for finding in made.findings if finding.code == "d-009"]


def test_the_record_beside_the_files_has_the_score() -> None:
    record = Provenance(Metadata("A Book", (), "en"), "", "", {}, ())
    said = record.beside([FileMade("a.m4b", "0", 1, 0.97), FileMade("a.srt", "1", 1)], [])
    assert '"watermark": 0.97' in said
    assert said.count("watermark") == 1
