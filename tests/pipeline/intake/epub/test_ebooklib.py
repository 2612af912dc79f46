"""EPUBs that EbookLib has written are read as they were meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from ebooklib import epub

from pipeline.intake import read_manuscript

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64) + b"\xff\xd9"  # as much of one as a reader of books looks at


@pytest.fixture
def written(tmp_path: Path) -> Path:
    made = epub.EpubBook()
    made.set_identifier("urn:uuid:12345678-1234-5678-1234-567812345678")
    made.set_title("Zwei Städte & ein Fluß")
    made.set_language("de")
    made.add_author("Anna Weiß", role="aut", uid="first")
    made.add_author("B. Übersetzerin", role="trl", uid="second")
    made.set_cover("cover.jpg", JPEG)
    chapters = []
    for n, (title, text) in enumerate(
        [("Aufbruch", "Sie gingen früh."), ("Am Fluß", "Das Wasser stieg."), ("Heimkehr", "Alle schwiegen.")], start=1
    ):
        chapter = epub.EpubHtml(title=title, file_name=f"chap_{n}.xhtml", lang="de")
        chapter.content = f"<html><body><h1>{title}</h1><p>{text}</p></body></html>"
        made.add_item(chapter)
        chapters.append(chapter)
    made.toc = (chapters[0], (epub.Section("Zweiter Teil"), tuple(chapters[1:])))
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = ["cover", "nav", *reversed(chapters)]  # the reading order is not the manifest's
    path = tmp_path / "two-cities.epub"
    epub.write_epub(str(path), made)
    return path


def test_what_ebooklib_writes_is_read_in_the_order_of_its_spine(written: Path) -> None:
    found = read_manuscript(written)
    assert (found.title, found.creators, found.language) == ("Zwei Städte & ein Fluß", ("Anna Weiß",), "de")
    assert found.cover
    assert found.cover.media_type == "image/jpeg"
    read = [
        chapter
        for chapter in found.chapters
        if any(not block.reason for block in chapter.blocks) and chapter.role == "body"
    ]
    assert [chapter.title for chapter in read] == ["Heimkehr", "Am Fluß", "Aufbruch"]
    text = " ".join(block.text for chapter in read for block in chapter.blocks if block.kind == "paragraph")
    assert text == "Alle schwiegen. Das Wasser stieg. Sie gingen früh."
