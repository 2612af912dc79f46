"""EPUB 3 with Media Overlays: the source EPUB with its audio, line by line. Its text is unchanged but for ids.

Credits and whatever else is spoken but not in the text are left out of it. Made of an EPUB 3, or of one that is written
for a manuscript that is no EPUB; an EPUB 2 knows no overlays and would have to become another book.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.containers.container import Track
from pipeline.delivery.containers.mp4 import MP4, tag_mp4
from pipeline.delivery.containers.mux import mux_aac
from pipeline.delivery.containers.zips import put_blocks, put_bytes, put_file
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding.encodings import aac_of
from pipeline.delivery.formats.format import Format
from pipeline.delivery.readalong import written
from pipeline.delivery.readalong.marking import ReadAlong, mark_documents
from pipeline.delivery.readalong.overlay import Heard, heard, smil
from pipeline.delivery.readalong.package import STYLE, Overlay, beside, reference, with_overlays
from pipeline.errors import DeliveryError
from pipeline.intake.epub.archive import Archive, resolve
from pipeline.intake.epub.package import read_package
from pipeline.intake.markup.xml import parse
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store


def _settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:  # noqa: ARG001
    lines = [
        [[line.slate, line.source.block, line.source.start, line.source.end] for line in c.lines] for c in chapters
    ]
    return {
        "manuscript": book.manuscript,
        "lines": lines,
        "times": [list(map(list, c.master.timeline)) for c in chapters],
    }


def _wants(book: Book, roles: Sequence[str]) -> str:  # noqa: ARG001
    path = Path(book.manuscript_path)
    if not _is_epub(path):
        return (
            ""
            if written.installed()
            else (
                f"epub is made of the manuscript's own EPUB, and {path.name} is none; one is written of it with "
                f"EbookLib: {written.INSTALL}, or take another format"
            )
        )
    with Archive(path) as archive:
        package = read_package(archive)
        for item in package.items.values():
            if item.name and (why := archive.beyond(item.name)):
                return f"epub copies all that the EPUB names, and {item.name} {why}"
        version = re.search(rb"<(?:\w+:)?package[^>]*?\sversion\s*=\s*[\"']([^\"']+)", archive.read(package.name))
    if version and version.group(1).startswith(b"3"):
        return ""
    found = version.group(1).decode() if version else "2"
    return (
        f"epub is made of an EPUB 3, and {path.name} is an EPUB {found}, which knows no read-along; save it as "
        "EPUB 3 (Calibre and Sigil do), or take another format"
    )


def build_epub(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    source = Path(book.manuscript_path)
    if _is_epub(source):
        return _read_along(store, book, chapters, spec, source)
    cover, findings = player_cover(store, book.cover)
    with store.making() as source:
        chapters = written.write_epub(source, book, chapters, cover)
        parts, found = _read_along(store, book, chapters, spec, source)
    return parts, [*findings, *found]


def _is_epub(path: Path) -> bool:
    return path.suffix.lower() in (".epub", ".kepub")


def _read_along(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec, source: Path
) -> tuple[list[Part], list[Finding]]:
    with Archive(source) as archive, store.making() as path:
        work = ReadAlong(archive, read_package(archive), chapters)
        style = beside(work.package.name, "read-along.css")
        mark_documents(work, style)
        pars = [one for number, chapter in enumerate(chapters) for one in heard(number, chapter, work.places)]
        audio = {n: beside(work.package.name, f"{n + 1:03}.m4a") for n in dict.fromkeys(one.audio for one in pars)}
        if not pars:
            raise DeliveryError("epub: no line of the script was found in the EPUB's documents")
        overlays = list(_overlays(work, pars, audio))
        names = {item.id: item.name or resolve(work.package.name, item.href)[0] for item in work.package.items.values()}
        gone = _old_overlays(work)
        work.edited[work.package.name] = with_overlays(
            archive.read(work.package.name),
            work.package.name,
            [overlay for overlay, _ in overlays],
            list(audio.values()),
            style,
            names,
            book.narrator,
            gone,
        )
        with zipfile.ZipFile(path, "w") as out:
            _copy(work, out, gone)
            for name, text in ((style, STYLE), *((overlay.name, text) for overlay, text in overlays)):
                put_bytes(out, name, text)
            for number, name in audio.items():
                with store.making() as sound:
                    mux_aac(store, [(chapters[number].master, ())], aac_of(spec), sound)
                    tag_mp4(sound, book, None, Track(chapters[number].title, number + 1, len(chapters)))
                    put_file(out, name, sound)
        duration_ms = sum(overlay.duration_ms for overlay, _ in overlays)
        return [Part(file_name(book.title, ".epub"), store.keep_object(path), duration_ms)], work.findings


def _old_overlays(work: ReadAlong) -> set[str]:
    """The source's own overlays and the audio that they name, which are left out."""
    gone = set()
    for item in work.package.items.values():
        if item.media_type == "application/smil+xml" and item.name:
            gone.add(item.name)
            for audio in parse(work.archive.read(item.name))[0].iter("{*}audio"):
                gone.add(resolve(item.name, audio.get("src", ""))[0])
    return gone - {""}


def _overlays(work: ReadAlong, pars: Sequence[Heard], audio: dict[int, str]) -> Iterator[tuple[Overlay, str]]:
    """One overlay per document, in the order in which they are heard."""
    for number, name in enumerate(dict.fromkeys(one.document for one in pars), start=1):
        mine = [one for one in pars if one.document == name]
        own = beside(work.package.name, f"{number:03}.smil")
        text = smil(reference(own, name), mine, {n: reference(own, entry) for n, entry in audio.items()})
        yield Overlay(name, own, sum(one.end_ms - one.start_ms for one in mine)), text


def _copy(work: ReadAlong, out: zipfile.ZipFile, gone: set[str]) -> None:
    """The source's entries in their order, `mimetype` first and stored."""
    archive = work.archive
    put_bytes(out, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
    for name in archive.names():
        if name == "mimetype" or name in {*out.NameToInfo, *gone}:
            continue
        if (data := work.edited.get(name)) is not None:
            put_bytes(out, name, data, _how(archive, name))
        elif why := archive.beyond(name):  # one that the package does not name: `wants` refuses the others
            work.findings.append(Finding("d-013", name[:200], f"it {why}, and is left out of the read-along EPUB"))
        else:
            put_blocks(out, name, archive.blocks(name), archive.size(name), _how(archive, name))


def _how(archive: Archive, name: str) -> int:
    """The source's compression, where EPUB allows it (stored or deflated)."""
    return zipfile.ZIP_STORED if archive.packed_as(name) == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED


EPUB = Format(
    "epub",
    "the source EPUB 3, read along line by line (Media Overlays); one is written for other manuscripts",
    2,  # 2: its sound and its package say that the voice is synthetic
    build_epub,
    encoding=aac_of,
    settings=_settings,
    wants=_wants,
    containers=(MP4,),
    package_suffix=".epub",
    shows_cover=False,  # it has the source's own
)
