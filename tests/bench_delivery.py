"""make bench-delivery: what masters and each format cost beyond its bare encoder, on the same audio in one run; memory.

    python -m tests.bench_delivery [--minutes 60] [--formats m4b mp3 ...]

The audio is the embedded voice's, by the acx spec, in chapters of ten minutes. CPU seconds of the whole process, from
takes to finished files, as a production makes them; the bare encoder gets samples that are in memory already, at its own rate, in frames of ten seconds, and writes nowhere.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.delivery import Book, ChapterAudio, Encoding, deliver, encodings_of
from pipeline.delivery.encoding.chapters import _blocks
from pipeline.delivery.encoding.encoder import resampler
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import book_gain
from pipeline.production.audiobook.chapters import make_chapter
from pipeline.records import Line, Master, Metadata, Take
from pipeline.store import Store
from tests.factories import described, keep_take, line

ROOT = Path(__file__).parent.parent
CHAPTER_S = 600
FORMATS = ["m4b", "m4a", "mp3", "mp3-book", "opus", "flac", "captions", "lpf", "audiobookshelf"]
BOOK = Book(Metadata("A Book", ("A. Writer",), "en", narrator="Heart"), slug="book")
TEXTS = [
    "It is a truth universally acknowledged, that a single man in possession of a good fortune must be in want of a wife.",
    "However little known the feelings or views of such a man may be on his first entering a neighbourhood, this truth is so "
    "well fixed in the minds of the surrounding families, that he is considered as the rightful property of some one or other "
    "of their daughters.",
    "“My dear Mr. Bennet,” said his lady to him one day, “have you heard that Netherfield Park is let at last?”",
    "Mr. Bennet replied that he had not.",
    "“But it is,” returned she; “for Mrs. Long has just been here, and she told me all about it.”",
    "Mr. Bennet made no answer.",
    "“Do not you want to know who has taken it?” cried his wife, impatiently.",
]


@dataclasses.dataclass(frozen=True)
class Work:
    """A chapter to be made: takes, and the milliseconds of pause after each."""

    title: str
    takes: list[Take | None]
    pauses_ms: list[int]
    lines: tuple[Line, ...]
    gain_db: float

    def make(self, store: Store, spec: Spec, formats: tuple[str, ...]) -> ChapterAudio:
        master = make_chapter(store, self.takes, self.pauses_ms, spec, self.gain_db, formats)
        return ChapterAudio(self.title, master, lines=self.lines)


def spoken(store: Store, spec: Spec, minutes: int) -> list[Work]:
    """Chapters of real sentences, each in an order of its own."""
    from models.hibari import Hibari
    from pipeline.engine import Prompt

    hibari = Hibari({"voice": "heart", "speed": 1.0})
    takes: list[Take] = []
    for seed, text in enumerate(TEXTS):
        clip = hibari.perform([Prompt(text, "en", seed)])[0].clip
        assert clip
        takes.append(keep_take(store, clip.samples, text, clip.sample_rate_hz))
    gain_db = book_gain(store, takes, spec)
    out = []
    for number in range(-(-minutes * 60 // CHAPTER_S)):
        chance = random.Random(number)
        mine: list[int] = []
        while sum(takes[n].duration_ms + 400 for n in mine) < 1000 * CHAPTER_S:
            mine.append(chance.randrange(len(takes)))
        lines = tuple(line(TEXTS[n], k, chapter=number) for k, n in enumerate(mine, start=1))
        out.append(Work(f"Chapter {number + 1}", [takes[n] for n in mine], [400] * len(mine), lines, gain_db))
    return out


def bare_s(store: Store, chapters: list[ChapterAudio], encoding: Encoding) -> float:
    """CPU seconds of nothing but the encoder."""
    import av

    ffmpeg = encoding.codec.ffmpeg
    assert ffmpeg
    layout = ffmpeg.sample_format
    spent = 0.0
    for chapter in chapters:
        rate = encoding.rate_for(chapter.master.sample_rate_hz)
        sound = list(_blocks(store.file(chapter.master.digest), ()))
        if soxr := resampler(chapter.master.sample_rate_hz, rate):
            sound = [*map(soxr.resample_chunk, sound), soxr.resample_chunk(np.zeros(0, np.float32), last=True)]
        context: Any = av.CodecContext.create(ffmpeg.encoder, "w")
        context.sample_rate, context.layout, context.format = rate, "mono", layout
        context.bit_rate, context.options = encoding.bit_rate, dict(ffmpeg.options)
        start, at = time.process_time(), 0
        for block in sound:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block[None, :]), format=layout, layout="mono")
            frame.sample_rate, frame.pts = rate, at
            context.encode(frame)
            at += len(block)
        context.encode(None)
        spent += time.process_time() - start
    return spent


def copy_of(store: Store, works: list[Work], folder: Path) -> Store:
    """A store that holds the takes and nothing else."""
    new = Store(folder)
    new.objects.mkdir(parents=True)
    for digest in {take.digest for work in works for take in work.takes if take}:
        shutil.copyfile(store.objects / digest, new.objects / digest)
    return new


def lasting(chapters: list[ChapterAudio], hours: int) -> list[ChapterAudio]:
    """A book of so many hours: the chapters again and again, under titles of their own."""
    times = max(1, round(3_600_000 * hours / sum(c.master.duration_ms for c in chapters)))
    return [dataclasses.replace(c, title=f"{c.title}, {n}") for n in range(times) for c in chapters]


def peak_mb(store: Store, chapters: list[ChapterAudio], form: str) -> float:
    """Peak memory of a process that makes this deliverable, everything encoded already."""
    said = json.dumps([[c.title, dataclasses.asdict(c.master), [ln.text for ln in c.lines]] for c in chapters])
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench_delivery", "--child", form, str(store.root)],
        input=said,
        text=True,
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    return float(done.stdout)


def child(form: str, root: str) -> None:
    from pipeline.records import Levels

    chapters = []
    for title, master, texts in json.loads(sys.stdin.read()):
        master |= {
            "timeline": tuple(map(tuple, master["timeline"])),
            "levels": Levels(**master["levels"]),
            "findings": (),
        }
        chapters.append(ChapterAudio(title, Master(**master), lines=tuple(line(t, n + 1) for n, t in enumerate(texts))))
    deliver(Store(root), form, BOOK, chapters, _spec())
    # Not ru_maxrss: that begins with what the parent had when it forked.
    print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024)


def _spec() -> Spec:
    return read_yaml(ROOT / "configs/specs/acx.yaml", Spec)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--formats", nargs="*", default=FORMATS)
    parser.add_argument("--child", nargs=2)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    spec = _spec()
    with tempfile.TemporaryDirectory(prefix="voicepress-bench-") as temporary:
        store = Store(Path(temporary) / "store")
        works = spoken(store, spec, options.minutes)
        chapters = [work.make(store, spec, ()) for work in works]
        hours = sum(c.master.duration_ms for c in chapters) / 3_600_000
        bare: dict[Encoding, float] = {}
        print(
            f"{hours:.2f} h of audio, CPU seconds; memory: peak of a process that joins or tags a book of 1 and of 10 hours\n"
        )
        print(
            "| format | masters and delivery, s an hour | bare encoder | ratio | joined and tagged again, s an hour | MB, 1 and 10 hours |"
        )
        print("|---|---|---|---|---|---|")
        for form in options.formats:
            encodings = encodings_of([form], spec)
            for encoding in encodings:
                bare.setdefault(encoding, bare_s(store, chapters, encoding))
            fresh = copy_of(store, works, Path(temporary) / form)
            start = time.process_time()
            deliver(fresh, form, BOOK, [work.make(fresh, spec, (form,)) for work in works], spec)
            made_s = time.process_time() - start
            start = time.process_time()
            deliver(fresh, form, described(BOOK, genre="Fiction"), chapters, spec)
            again_s = time.process_time() - start
            bare_one = sum(bare[encoding] for encoding in encodings)
            sizes = " and ".join(f"{peak_mb(fresh, lasting(chapters, h), form):.0f}" for h in (1, 10))
            ratio = f"{made_s / bare_one:.2f}" if bare_one else "-"
            print(
                f"| {form} | {made_s / hours:.1f} | {bare_one / hours:.1f} | {ratio} | {again_s / hours:.2f} | {sizes} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
