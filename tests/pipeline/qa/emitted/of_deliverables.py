"""d-: files as their receivers open them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.delivery import Book, ChapterAudio, deliver, publish
from pipeline.delivery.containers.container import ChapterMark, Track
from pipeline.delivery.containers.flac import NATIVE_FLAC
from pipeline.delivery.containers.mp4 import MP4
from pipeline.delivery.verify.opened import check_file, check_one_file
from pipeline.errors import DeliveryError
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.production import lay_out
from pipeline.records import Finding, Metadata
from pipeline.store import Store
from tests.factories import keep_take, write_production
from tests.pipeline.audio.test_audio import speech
from tests.pipeline.delivery.provenance.test_watermarks import ASKED
from tests.pipeline.delivery.provenance.test_watermarks import book as chapters_of
from tests.pipeline.delivery.readalong.test_readalong import house_in
from tests.pipeline.production.test_production import make, production_parts
from tests.pipeline.qa.emitted import Scenario, reported

SPECS = Path(__file__).parents[4] / "configs" / "specs"
ACX = read_yaml(SPECS / "acx.yaml", Spec)
BOOK = Book(Metadata("A Book", ("A. Writer",), "en", narrator="Heart"), slug="book")


def chapters(folder: Path) -> tuple[Store, list[ChapterAudio]]:
    store = Store(folder / "store")
    masters = [make_master(store, [keep_take(store, speech(3.0, seed=n), f"{n}")], [0], ACX, 0.0) for n in range(2)]
    return store, [ChapterAudio(f"{n}", master) for n, master in enumerate(masters)]


def a_flac(folder: Path) -> tuple[Path, int]:
    store, made = chapters(folder)
    deliverable = deliver(store, "flac", BOOK, made, ACX)
    (path, *_), _ = publish(deliverable, store, folder)
    return path, deliverable.parts[0].duration_ms


def too_short(folder: Path) -> Iterable[Finding]:
    path, duration_ms = a_flac(folder)
    return check_file(path, "x", NATIVE_FLAC, Track("0", 1, 2), duration_ms + 500, 1)


def another_title(folder: Path) -> Iterable[Finding]:
    path, duration_ms = a_flac(folder)
    return check_file(path, "x", NATIVE_FLAC, Track("1", 1, 2), duration_ms, 1)


def other_chapters(folder: Path) -> Iterable[Finding]:
    store, made = chapters(folder)
    deliverable = deliver(store, "m4b", BOOK, made, ACX)
    (path,), _ = publish(deliverable, store, folder)
    return check_one_file(path, "x", MP4, [ChapterMark("0", 0, deliverable.duration_ms)], 24_000, 1024)


def changed_by_hand(folder: Path) -> Iterable[Finding]:
    store, made = chapters(folder)
    deliverable = deliver(store, "m4b", BOOK, made, ACX)
    (path,), _ = publish(deliverable, store, folder)
    path.write_bytes(path.read_bytes() + b"edited")
    return publish(deliverable, store, folder)[1]


def without_its_watermark(folder: Path) -> Iterable[Finding]:
    store = Store(folder)
    return deliver(store, "flac", ASKED, chapters_of(store, ACX, marked=False), ACX).findings


def set_for_acx(folder: Path) -> Iterable[Finding]:
    """Chapters of three seconds: no cover, no sample of the length that the shop asks for, and its RMS is missed."""
    store, made = chapters(folder)
    opening, closing = (replace(chapter, role="credits") for chapter in made)
    return deliver(store, "acx", BOOK, [opening, *made, closing], ACX).findings


def read_along(folder: Path) -> Iterable[Finding]:
    """A block that stands in no document of the EPUB, and an entry that nothing names and unfolds without measure."""
    path = house_in(folder) / "manifests/productions/book/production.yaml"
    with zipfile.ZipFile(path.with_name("book.epub"), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("EPUB/zeros.bin", bytes(64 << 20))
    path.write_text(path.read_text().replace("[epub]", "[captions]"))
    make(path)
    job, store, _ = production_parts(path)
    laid_out = lay_out(job, store)
    first, *others = laid_out.audio
    elsewhere = replace(others[0], blocks=tuple(replace(b, anchor="elsewhere.xhtml") for b in others[0].blocks))
    return deliver(store, "epub", laid_out.book, [first, elsewhere, *others[1:]], job.spec).findings


def rate_that_the_encoder_refuses(folder: Path) -> Iterable[Finding]:
    path = write_production(folder, "short", "It was late.", deliver="[mp3]", extra="spec: odd\n")
    specs = folder / "configs" / "specs"
    specs.mkdir(parents=True)
    source = (SPECS / "apple-books.yaml").read_text()
    (specs / "odd.yaml").write_text(source.replace("rates:\n", "rates:\n  mp3_sample_rate_hz: 1000000\n"))
    with pytest.raises(DeliveryError):
        make(path)
    return reported(folder)


EMITS: dict[str, Scenario] = {
    "d-001": too_short,
    "d-002": other_chapters,
    "d-003": changed_by_hand,
    "d-004": set_for_acx,
    "d-005": set_for_acx,
    "d-006": another_title,
    "d-007": read_along,
    "d-008": set_for_acx,
    "d-009": without_its_watermark,
    "d-013": read_along,
    "d-017": rate_that_the_encoder_refuses,
    "d-018": set_for_acx,
}
