"""The upload set of ACX: numbered MP3 files, credits in files of their own, a retail sample and the cover.

ACX ("Audio submission requirements", "Cover art requirements", read 2026-11): one chapter or section per file, opening
and closing credits separate, no file longer than the spec's limit, a sample of one to five minutes that does not begin
with credits, a square cover of 2400 pixels or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.chapter_files import ChapterFile, last_line, stretch
from pipeline.delivery.containers.container import Track
from pipeline.delivery.containers.mp3 import MPEG_AUDIO
from pipeline.delivery.covers import name_of, picture_size, player_cover
from pipeline.delivery.encoding.encodings import Cut, mp3_of
from pipeline.delivery.formats.files import MP3_FILE, kept, make_file
from pipeline.delivery.formats.format import Format
from pipeline.delivery.formats.per_chapter import longest_file
from pipeline.manifests import Spec
from pipeline.records import Cover, Finding, Part
from pipeline.store import Store

SAMPLE_S = (60, 300)  # seconds of a retail sample, at least and at most
HUMANS = (
    'ACX asks for narration by a human "unless otherwise authorized" (its audio submission requirements): '
    "upload the set where ACX or Audible has authorised it; it takes the set, and no M4B"
)
COVER_PIXELS = 2400
LEADING = ("body", "prologue")  # where a sample should begin


def _settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:
    return {**longest_file(book, chapters, spec), "roles": [c.role for c in chapters]}


def _wants(book: Book, roles: Sequence[str]) -> str:  # noqa: ARG001
    if roles[:1] == ["credits"] and roles[-1:] == ["credits"] and len(roles) > 2:
        return ""
    return "acx wants spoken credits before and after the book: credits: {opening: true, closing: true}"


def _cuts(chapters: Sequence[ChapterAudio], spec: Spec) -> list[Cut]:
    sample = sample_of(chapters)
    return MP3_FILE.cuts(chapters, spec) + ([(mp3_of(spec), sample.master, sample.runs)] if sample.runs else [])


def build_acx(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    cover, findings = player_cover(store, book.cover)
    files = MP3_FILE.files(chapters, spec)
    parts = []
    for number, file in enumerate(files):
        track = Track(file.title, number + 1, len(files))
        name = f"acx/{number:03} {file_name(file.title, '.mp3')}"
        part, more = make_file(store, book, spec, MP3_FILE, file, track, name, cover)
        parts.append(part)
        findings += more
    sample = sample_of(chapters)
    track = Track(sample.title, 1, 1)
    part, more = make_file(store, book, spec, MP3_FILE, sample, track, "acx/Retail Sample.mp3", cover)
    parts.append(part)
    findings += more
    if sample.duration_ms < 1000 * SAMPLE_S[0]:
        findings.append(
            Finding(
                "d-004",
                part.name,
                f"it lasts {sample.duration_ms / 1000:.0f} s, a retail sample has "
                f"{SAMPLE_S[0]} to {SAMPLE_S[1]} s; no chapter is longer",
            )
        )
    if cover:
        parts.append(kept(store, f"acx/{name_of(cover, 'Cover')}", cover.data))
    return parts, [*findings, *_cover_findings(cover), Finding("d-018", "acx", HUMANS)]


def sample_of(chapters: Sequence[ChapterAudio]) -> ChapterFile:
    """The retail sample: the first chapter that is long enough, cut after a line, at a long pause if there is one."""
    least, most = SAMPLE_S
    read = [c for c in chapters if c.role != "credits"] or list(chapters)
    known = [c for c in read if c.role in LEADING] or read
    chapter = next(
        (c for c in known if c.master.duration_ms >= 1000 * least), max(known, key=lambda c: c.master.samples)
    )
    master = chapter.master
    if master.duration_ms <= 1000 * most:
        return ChapterFile("Retail Sample", master)
    times, rate = master.timeline, master.sample_rate_hz
    room = most * rate - (times[0][0] + master.samples - times[-1][1])
    last = last_line(times, 0, room, round(0.6 * room))
    return ChapterFile("Retail Sample", master, stretch(master, 0, max(1, last)))


def _cover_findings(cover: Cover | None) -> list[Finding]:
    if cover is None:
        return [Finding("d-005", "acx/Cover", f"there is no cover; ACX asks for a square one of {COVER_PIXELS} pixels")]
    width, height = picture_size(cover)
    if width == height >= COVER_PIXELS:
        return []
    return [Finding("d-005", "acx/Cover", f"it has {width} x {height} pixels; ACX asks for a square of {COVER_PIXELS}")]


ACX = Format(
    "acx",
    "ACX's upload set: chapters, credits apart, retail sample, cover; judged by ACX's limits at any spec",
    1,
    build_acx,
    encoding=mp3_of,
    settings=_settings,
    cuts=_cuts,
    wants=_wants,
    containers=(MPEG_AUDIO,),
    shop="acx",
)
