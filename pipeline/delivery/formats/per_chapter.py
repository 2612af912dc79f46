"""M4A, MP3, Opus and FLAC: a folder with a tagged file per chapter and an extended M3U playlist.

MP3 has a constant bit rate, and is what ACX and most shops take. M4A shares its encodings with the M4B. Opus is the
smallest at equal quality, for players that know it. FLAC files are the masters themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.containers.container import Track
from pipeline.delivery.covers import player_cover
from pipeline.delivery.formats.files import FLAC_FILE, M4A_FILE, MP3_FILE, OPUS_FILE, FileKind, kept, make_file
from pipeline.delivery.formats.format import Format
from pipeline.manifests import Spec
from pipeline.records import Finding, Part
from pipeline.store import Store


def per_chapter(name: str, what: str, kind: FileKind, *, version: int) -> Format:
    """A format of a file per chapter: `NNN Title.suffix` in a folder of the format's name, and their playlist."""

    def build(
        store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
    ) -> tuple[list[Part], list[Finding]]:
        cover, findings = player_cover(store, book.cover)
        files = kind.files(chapters, spec)
        parts = []
        for number, file in enumerate(files, start=1):
            file_path = f"{name}/{number:03} {file_name(file.title, kind.suffix)}"
            track = Track(file.title, number, len(files))
            part, more = make_file(store, book, spec, kind, file, track, file_path, cover)
            parts.append(part)
            findings += more
        return [*parts, playlist(store, name, book, parts)], findings

    return Format(
        name,
        what,
        version,
        build,
        encoding=kind.encoding,
        settings=longest_file,
        cuts=kind.cuts,
        containers=(kind.container,),
    )


def longest_file(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:  # noqa: ARG001
    """What decides how chapters are cut into files."""
    return {"max_file_minutes": spec.max_file_minutes}


def playlist(store: Store, folder: str, book: Book, parts: Sequence[Part]) -> Part:
    lines = ["#EXTM3U", f"#PLAYLIST:{book.title}"]
    for part in parts:
        name = PurePosixPath(part.name).name
        lines += [f"#EXTINF:{round(part.duration_ms / 1000)},{PurePosixPath(name).stem}", name]
    return kept(store, f"{folder}/{file_name(book.title, '.m3u8')}", ("\n".join(lines) + "\n").encode())


M4A = per_chapter("m4a", "a tagged AAC file per chapter, and a playlist", M4A_FILE, version=2)
MP3 = per_chapter("mp3", "a tagged MP3 file per chapter, and a playlist", MP3_FILE, version=2)
OPUS = per_chapter("opus", "a tagged Opus file per chapter, and a playlist", OPUS_FILE, version=2)
FLAC = per_chapter("flac", "a tagged FLAC file per chapter, and a playlist", FLAC_FILE, version=2)
