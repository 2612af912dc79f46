"""Files of single chapters: how one is encoded, contained, written, tagged and checked as delivered.

Used by every format that delivers a file per chapter, in a folder or inside a package.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audio import measure
from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.chapter_files import ChapterFile, files_of
from pipeline.delivery.containers.container import Container, Track
from pipeline.delivery.containers.flac import NATIVE_FLAC
from pipeline.delivery.containers.mp3 import MPEG_AUDIO
from pipeline.delivery.containers.mp4 import MP4
from pipeline.delivery.containers.mux import mux_aac
from pipeline.delivery.containers.opus import OGG_OPUS
from pipeline.delivery.encoding.chapters import encode, measured_as
from pipeline.delivery.encoding.encodings import Cut, Encoding, aac_of, flac_of, mp3_of, opus_of
from pipeline.delivery.verify.as_delivered import missed_clauses
from pipeline.delivery.verify.opened import check_file
from pipeline.manifests import Spec
from pipeline.records import Cover, Finding, Part
from pipeline.store import Store


def kept(store: Store, name: str, data: bytes) -> Part:
    """A part without sound: a cover, a list, a page."""
    with store.making() as path:
        path.write_bytes(data)
        return Part(name, store.keep_object(path), 0)


def write_encoded(store: Store, file: ChapterFile, encoding: Encoding, path: Path) -> None:
    """What the codec made is the file; where that would be the master again, the master is."""
    whole_master = encoding.is_the_masters and not file.runs
    digest = file.master.digest if whole_master else encode(store, file.master, encoding, file.runs).digest
    shutil.copyfile(store.file(digest), path)


def _write_mp4(store: Store, file: ChapterFile, encoding: Encoding, path: Path) -> None:
    mux_aac(store, [(file.master, file.runs)], encoding, path)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that a chapter can become."""

    suffix: str
    container: Container
    encoding: Callable[[Spec], Encoding]
    write: Callable[[Store, ChapterFile, Encoding, Path], None] = write_encoded  # its sound, without tags

    def cuts(self, chapters: Sequence[ChapterAudio], spec: Spec) -> list[Cut]:
        """The files that are not whole chapters: they are encoded on their own."""
        encoding = self.encoding(spec)
        return [(encoding, f.master, f.runs) for f in files_of(chapters, spec, encoding.codec.name) if f.runs]

    def files(self, chapters: Sequence[ChapterAudio], spec: Spec) -> list[ChapterFile]:
        return files_of(chapters, spec, self.encoding(spec).codec.name)


M4A_FILE = FileKind(".m4a", MP4, aac_of, _write_mp4)
MP3_FILE = FileKind(".mp3", MPEG_AUDIO, mp3_of)
OPUS_FILE = FileKind(".opus", OGG_OPUS, opus_of)
FLAC_FILE = FileKind(".flac", NATIVE_FLAC, flac_of)


def make_file(
    store: Store,
    book: Book,
    spec: Spec,
    kind: FileKind,
    file: ChapterFile,
    track: Track,
    name: str,
    cover: Cover | None,
) -> tuple[Part, list[Finding]]:
    """Writes and tags one file, then opens and measures it as its receiver will."""
    encoding = kind.encoding(spec)
    with store.making() as path:
        kind.write(store, file, encoding, path)
        kind.container.tag(path, book, cover, track)
        findings = check_file(path, name, kind.container, track, file.duration_ms, encoding.codec.frame_ms)
        if encoding.codec.lossless:
            measured = measure(path)
        else:
            measured = measured_as(store, [(file.master, file.runs)], encoding)
        findings += missed_clauses(name, measured, spec)
        return Part(name, store.keep_object(path), file.duration_ms), findings
