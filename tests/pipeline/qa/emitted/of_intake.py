"""i-: manuscripts as they are read, and what of them is not read."""

from __future__ import annotations

import codecs
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.intake import read_manuscript
from pipeline.manifests import Read
from pipeline.records import Block, Chapter, Finding, Manuscript, Metadata, Span
from pipeline.script import coverage_of, findings_on_unread, select
from tests.pipeline.intake.books import HERE, book, page, zipped
from tests.pipeline.qa.emitted import Scenario

PROSE = "It was a dark and stormy night, and nobody who had heard the wind would have gone out of doors. "
STORY = PROSE * 20
GARBLED = "“It was late,” he said; “I don’t know the café.” ".encode().decode("cp1252", "replace")


def read(path: Path) -> Iterable[Finding]:
    return read_manuscript(path).findings


def case(name: str) -> Scenario:
    """A book of the intake's own cases."""

    def scenario(folder: Path) -> Iterable[Finding]:
        laid = HERE / "cases" / name / "epub"
        source = zipped(folder / "book.epub", HERE / "stock", laid) if laid.is_dir() else None
        return read(source or next((HERE / "cases" / name).glob("input*")))

    return scenario


def text(content: str | bytes) -> Scenario:
    def scenario(folder: Path) -> Iterable[Finding]:
        path = folder / "book.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path)

    return scenario


def entry_twice(folder: Path) -> Iterable[Finding]:
    path = book(folder / "book.epub")
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")  # zipfile warns of exactly what is wanted here
        archive.writestr("one.xhtml", page(f"<p>{PROSE}</p>"))
    return read(path)


def paragraph_inside_ruby(folder: Path) -> Iterable[Finding]:
    return read(
        book(
            folder / "book.epub",
            one__xhtml=page(f"<p>{PROSE}</p><p><ruby><rb>one</rb><rtc><rt>1</rt><p>two</p></rtc></ruby></p>"),
        )
    )


def wordless_chapter(folder: Path) -> Iterable[Finding]:
    entries = "".join(f'<li><a href="one.xhtml{place}">{place}</a></li>' for place in ("", "#two", "#three"))
    nav = page(f'<nav epub:type="toc"><ol>{entries}</ol></nav>')
    body = f'<h1>One</h1><p>{PROSE}</p><div id="two"><hr/><img src="x.png"/></div><p id="three">{PROSE}</p>'
    return read(book(folder / "book.epub", nav__xhtml=nav, one__xhtml=page(body)))


def placeholder_title(folder: Path) -> Iterable[Finding]:
    path = folder / "book.html"
    path.write_text(f"<html lang='en'><head><title>Untitled</title></head><body><p>{PROSE}</p></body></html>")
    return read(path)


def chapter_without_headings(folder: Path) -> Iterable[Finding]:
    path = folder / "book.html"
    lines = "".join(f"<p>{word} and Rain</p>{f'<p>{STORY}</p>' * 60}" for word in ("Lamps", "Boats", "Fords", "Hills"))
    path.write_text(page(lines))
    return read(path)


def unread(*chapters: Chapter) -> Scenario:
    def scenario(folder: Path) -> Iterable[Finding]:
        selected = select(Manuscript(Metadata("A Book", ("A. Writer",), "en"), chapters), Read())
        return findings_on_unread(selected, Read(), coverage_of(selected))

    return scenario


def chapter(title: str, kind: str, times: int, role: str = "body") -> Chapter:
    heading = Block("heading", (Span(title),), level=1)
    return Chapter(title, role, (heading, *(Block(kind, (Span(PROSE * 3),)) for _ in range(times))))


EMITS: dict[str, Scenario] = {
    "i-001": case("not-well-formed"),
    "i-002": case("spine-order"),
    "i-003": case("lexicon"),
    "i-004": case("chapters-by-fragments"),
    "i-005": case("html-undeclared-encoding"),
    "i-006": text(codecs.BOM_UTF8 + PROSE.encode() * 20 + b"\xff"),
    "i-007": case("chapters-without-contents"),
    "i-008": wordless_chapter,
    "i-009": entry_twice,
    "i-010": case("html-without-suffix"),
    "i-011": case("encrypted-but-not-needed"),
    "i-012": paragraph_inside_ruby,
    "i-013": case("metadata-epub3"),
    "i-014": unread(chapter("One", "paragraph", 9), chapter("Two", "paragraph", 9, role="notes")),
    "i-015": unread(chapter("One", "paragraph", 30), chapter("Two", "code", 9)),
    "i-016": unread(chapter("One", "paragraph", 30), chapter("Two", "code", 9)),
    "i-017": unread(chapter("One", "paragraph", 1), chapter("Two", "code", 30)),
    "i-018": placeholder_title,
    "i-019": chapter_without_headings,
    "i-020": text(f"CHAPTER I\n\n{PROSE * 30}\n\n{GARBLED * 3}"),
    "i-021": text(f"CHAPTER I\n\n{GARBLED * 30}"),
    "i-022": case("formulas"),
}
