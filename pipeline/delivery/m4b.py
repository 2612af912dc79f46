"""M4B: the whole book in one file, AAC, with chapters, cover and tags; read by Apple Books, VLC, Audiobookshelf.

Chapters' packets are joined without encoding again. An AAC packet holds 1024 samples and overlaps the one before; the
encoder puts one packet of priming first. Chapters are padded to whole frames, begin and end in silence, and all but the
last give up their final packet, so that packet n of the file begins at sample 1024 (n - 1) and every chapter at exactly
the sum of the padded lengths before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding import AAC_FRAME, Codec, aac_packets, encode, padded_samples
from pipeline.errors import NotDelivered
from pipeline.manifests import Spec
from pipeline.records import Note, Part
from pipeline.store import Store

VERSION = 1
# Nero's chapter list has one byte for a title's length and FFmpeg cuts there in the middle of a character, after
# which mutagen cannot open the file.
TITLE_BYTES = 255


def codec(spec: Spec) -> Codec:
    return Codec("aac", spec.rates.aac_bit_rate, 0)


def settings(book: Book, spec: Spec) -> dict[str, Any]:  # noqa: ARG001
    return {"version": VERSION}


def build(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> tuple[list[Part], list[Note]]:
    with store.making() as path:
        starts = _join(store, book, chapters, spec, path)
        notes = _tag(store, path, book)
        _check(path, chapters, starts)
        rate = chapters[0].master.sample_rate_hz
        return [Part(file_name(book.title, ".m4b"), store.keep_object(path), round(1000 * starts[-1] / rate))], notes


def _join(store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec, path: Path) -> list[int]:
    """Writes the file; where each chapter begins, and the end, in samples."""
    import av

    rate = chapters[0].master.sample_rate_hz
    starts = [0]
    for chapter in chapters:
        starts.append(starts[-1] + padded_samples(chapter.master))
    options = {"movflags": "faststart", "brand": "M4B "}
    with av.open(str(path), "w", format="ipod", options=options) as out:
        stream: Any = out.add_stream("aac", rate=rate)
        stream.codec_context.layout = "mono"
        stream.codec_context.bit_rate = spec.rates.aac_bit_rate
        out.metadata.update(_metadata(book))
        base = Fraction(1, rate)
        out.set_chapters([
            {"id": n, "start": starts[n], "end": starts[n + 1], "time_base": base,
             "metadata": {"title": _cut(chapter.title)}}
            for n, chapter in enumerate(chapters)])  # fmt: skip
        number = 0
        for chapter in chapters:
            wanted = padded_samples(chapter.master) // AAC_FRAME + (chapter is chapters[-1])
            for data in _chapter_packets(store, chapter, spec, wanted):
                packet = av.Packet(data)
                packet.stream = stream
                packet.time_base = base
                packet.pts = packet.dts = AAC_FRAME * (number - 1)
                packet.duration = AAC_FRAME
                packet.is_keyframe = True
                out.mux_one(packet)
                number += 1
    return starts


def _chapter_packets(store: Store, chapter: ChapterAudio, spec: Spec, wanted: int) -> list[bytes]:
    encoded = encode(store, chapter.master, codec(spec))
    packets = list(aac_packets(store.read(encoded.digest)))
    if len(packets) < wanted:
        raise NotDelivered(f"the chapter {chapter.title!r} has {len(packets)} AAC packets, {wanted} were expected")
    return packets[:wanted]


def _metadata(book: Book) -> dict[str, str]:
    said = {"title": book.title, "album": book.title, "artist": book.authors, "album_artist": book.authors,
            "composer": book.narrator, "date": book.year or book.date, "genre": book.genre, "comment": STATEMENT,
            "description": book.description[:255], "synopsis": book.description, "copyright": book.copyright,
            "media_type": "2"}  # stik: audiobook  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _tag(store: Store, path: Path, book: Book) -> list[Note]:
    """What FFmpeg's muxer drops: narrator, publisher, series, language, cover."""
    from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

    cover, notes = player_cover(store, book.cover)
    file = MP4(str(path))
    tags: Any = file.tags
    atoms = {"\xa9nrt": book.narrator, "\xa9pub": book.publisher, "\xa9mvn": book.series}
    for name, value in atoms.items():
        if value:
            tags[name] = [value]
    freeform = {"NARRATOR": book.narrator, "LANGUAGE": book.language, "PUBLISHER": book.publisher,
                "SERIES": book.series, "SERIES-PART": book.series_part, "AI_GENERATED": STATEMENT}
    for name, value in freeform.items():
        if value:
            tags[f"----:com.apple.iTunes:{name}"] = [MP4FreeForm(value.encode(), AtomDataType.UTF8)]
    if cover:
        kind = MP4Cover.FORMAT_JPEG if cover.media_type == "image/jpeg" else MP4Cover.FORMAT_PNG
        tags["covr"] = [MP4Cover(cover.data, kind)]
    file.save()
    return notes


def _check(path: Path, chapters: Sequence[ChapterAudio], starts: list[int]) -> None:
    """Opens it as a player does: length, number and places of chapters."""
    import av

    rate = chapters[0].master.sample_rate_hz
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        length = round((stream.duration or 0) * stream.time_base * rate)
        found = [round(c["start"] * c["time_base"] * 1000) for c in file.chapters()]
    if abs(length - starts[-1]) > AAC_FRAME:
        raise NotDelivered(f"the M4B lasts {length:,} samples, the timeline {starts[-1]:,}; it is not published")
    expected = [round(1000 * start / rate) for start in starts[:-1]]
    if len(found) != len(expected) or any(abs(a - b) > 50 for a, b in zip(found, expected, strict=True)):
        raise NotDelivered(f"the M4B has {len(found)} chapters, the book {len(expected)}, or they begin elsewhere; "
                           "it is not published")


def _cut(title: str) -> str:
    data = title.encode()
    return title if len(data) <= TITLE_BYTES else data[:TITLE_BYTES].decode("utf-8", "ignore")
