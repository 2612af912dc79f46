"""An extended M3U playlist beside a file per chapter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from pipeline.delivery.book import Book, file_name
from pipeline.records import Part
from pipeline.store import Store


def playlist(store: Store, folder: str, book: Book, parts: Sequence[Part]) -> Part:
    lines = ["#EXTM3U", f"#PLAYLIST:{book.title}"]
    for part in parts:
        name = PurePosixPath(part.name).name
        lines += [f"#EXTINF:{round(part.duration_ms / 1000)},{PurePosixPath(name).stem}", name]
    with store.making() as path:
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return Part(f"{folder}/{file_name(book.title, '.m3u8')}", store.keep_object(path), 0)
