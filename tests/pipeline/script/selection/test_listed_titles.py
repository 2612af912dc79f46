"""Titles that only the table of contents has are spoken where the production wants them."""

from __future__ import annotations

import pytest

from pipeline.manifests import Read
from pipeline.records import Block, Chapter, Manuscript, Metadata, Span
from pipeline.script import coverage_of, select

PROSE = Block("paragraph", (Span("It was late."),))


def chapter(title: str, *blocks: Block, role: str = "body") -> Chapter:
    return Chapter(title, role, blocks or (PROSE,))


def said(read: Read, one: Chapter) -> list[str]:
    (selected,) = select(Manuscript(Metadata("T", (), "en"), (one,)), read).chapters
    return [block.text for block in selected.blocks if block.read and block.kind == "heading"]


HEADING = Block("heading", (Span("The Storm"),))
CASES = {
    "listed alone": (chapter("The Storm"), ["The Storm"]),
    "headed": (chapter("The Storm", HEADING, PROSE), ["The Storm"]),
    "headed otherwise": (chapter("3: The Storm", HEADING, PROSE), ["The Storm"]),
    "an empty heading": (chapter("The Storm", Block("heading", (Span(" "),)), PROSE), ["The Storm", " "]),
    "no title": (chapter(""), []),
    "a blank title": (chapter("  "), []),
    "credits": (chapter("Opening Credits", role="credits"), []),
    "spaces around": (chapter(" Part One, Chapter 1 "), ["Part One, Chapter 1"]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_title_of_the_contents_is_said_where_it_is_wanted(case: str) -> None:
    one, wanted = CASES[case]
    assert said(Read(listed_titles="read"), one) == wanted


def test_by_default_it_is_not_said() -> None:
    assert said(Read(), chapter("The Storm")) == []


def test_what_is_said_more_is_counted_in_the_coverage() -> None:
    manuscript = Manuscript(Metadata("T", (), "en"), (chapter("The Storm"),))
    with_title = coverage_of(select(manuscript, Read(listed_titles="read")))
    without = coverage_of(select(manuscript, Read()))
    assert with_title.characters - without.characters == len("TheStorm")
    assert with_title.spoken == with_title.characters


def test_it_is_spoken_in_a_production_and_the_table_adds_up(tmp_path: object) -> None:
    from pathlib import Path
    from zipfile import ZipFile

    from pipeline.production import lay_out
    from tests.factories import write_production
    from tests.pipeline.production.test_production import production_parts

    assert isinstance(tmp_path, Path)
    path = write_production(tmp_path, "short", "CHAPTER I\n\nIt was late.\n", extra="read: {listed_titles: read}\n")
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
    prose = "<p>It was late, and nobody came to the house by the river. She waited, and the rain went on.</p>" * 4
    with ZipFile(path.parent / "b.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        book.writestr(
            "p.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>B</dc:title>'
            '<dc:language>en</dc:language></metadata><manifest><item id="n" href="n.xhtml" properties="nav" '
            'media-type="application/xhtml+xml"/><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/>'
            '<itemref idref="b"/></spine></package>',
        )
        book.writestr(
            "n.xhtml",
            page.format(
                '<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol><li><a href="a.xhtml">'
                'The Storm</a></li><li><a href="b.xhtml">The Calm</a></li></ol></nav>'
            ),
        )
        book.writestr("a.xhtml", page.format(prose))
        book.writestr("b.xhtml", page.format("<h1>The Calm</h1>" + prose))
    path.write_text(path.read_text().replace("short.txt", "b.epub"))
    job, store, _ = production_parts(path)
    lines = [line.text for line in lay_out(job, store).state.lines]
    assert lines[0] == "The Storm"
    assert lines.count("The Calm") == 1
