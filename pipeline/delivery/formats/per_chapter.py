"""A tagged file per chapter in a folder, with a playlist: what the formats of that kind share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.audio import measure
from pipeline.delivery.book import Book, ChapterAudio, file_name
from pipeline.delivery.containers.tags import Track
from pipeline.delivery.covers import player_cover
from pipeline.delivery.encoding.chapters import encode, measured_as
from pipeline.delivery.encoding.codec import Codec, Cut
from pipeline.delivery.formats.playlist import playlist
from pipeline.delivery.pieces import Piece, pieces_of
from pipeline.delivery.verify.as_delivered import verdicts
from pipeline.delivery.verify.opened import check_file
from pipeline.manifests import Spec
from pipeline.records import Cover, Finding, Part
from pipeline.store import Store

Write = Callable[[Store, Piece, Codec, Path], None]  # puts a piece's audio, without tags, at a path
Tag = Callable[[Path, Book, Cover | None, Track], None]


def build_files(
    store: Store,
    book: Book,
    chapters: Sequence[ChapterAudio],
    spec: Spec,
    *,
    folder: str,
    codec: Codec,
    tag: Tag,
    frame_ms: float,
    write: Write | None = None,
) -> tuple[list[Part], list[Finding]]:
    """Files `NNN Title.<folder>` in `folder`, and their playlist; `frame_ms`: the least that the codec can cut."""
    cover, findings = player_cover(store, book.cover)
    pieces = pieces_of(chapters, spec, codec.name)
    parts = []
    for number, piece in enumerate(pieces, start=1):
        name = f"{folder}/{number:03} {file_name(piece.title, f'.{folder}')}"
        track = Track(piece.title, number, len(pieces))
        part, found = build_file(store, book, spec, cover, piece, track, name, codec, tag, frame_ms, write)
        parts.append(part)
        findings += found
    return [*parts, playlist(store, folder, book, parts)], findings


def cuts_of(chapters: Sequence[ChapterAudio], spec: Spec, codec: Codec) -> list[Cut]:
    """The pieces that are not whole chapters: they are encoded on their own."""
    return [(codec, piece.master, piece.runs) for piece in pieces_of(chapters, spec, codec.name) if piece.runs]


def build_file(
    store: Store,
    book: Book,
    spec: Spec,
    cover: Cover | None,
    piece: Piece,
    track: Track,
    name: str,
    codec: Codec,
    tag: Tag,
    frame_ms: float,
    write: Write | None = None,
) -> tuple[Part, list[Finding]]:
    """One file, written, tagged and looked at again."""
    with store.making() as path:
        (write or write_encoded)(store, piece, codec, path)
        tag(path, book, cover, track)
        findings = check_file(path, name, track, piece.duration_ms, frame_ms)
        if codec.name == "flac":
            measured = measure(path)
        else:
            measured = measured_as(store, [(piece.master, piece.runs)], codec)
        findings += verdicts(name, measured, spec)
        return Part(name, store.keep_object(path), piece.duration_ms), findings


def write_encoded(store: Store, piece: Piece, codec: Codec, path: Path) -> None:
    """What the codec made is the file."""
    shutil.copyfile(store.file(encode(store, piece.master, codec, piece.runs).digest), path)
