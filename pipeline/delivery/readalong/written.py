"""Writes an EPUB 3 for a manuscript that is no EPUB: what is read aloud of a plain text, Markdown or HTML file.

EbookLib writes it; it is an extra for its licence (AGPL). The EPUB holds the chapters that are read, block by block,
and nothing else. It is then marked like any publisher's EPUB.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.covers import name_of
from pipeline.records import Block, Cover, Span

INSTALL = "pip install 'voicepress[epub]'"
# EPUB demands a date of modification. It is fixed, so that the same book gives the same bytes.
CHANGED = dt.datetime(2000, 1, 1)
_STYLE = (
    ".verse { margin: 0 0 0 2em; } .stanza { margin-top: 1em; } .speaker { font-variant: small-caps; } "
    "pre { white-space: pre-wrap; }\n"
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML 1.0
_CLASSES = ("verse", "speaker", "direction", "caption", "list-item")
_TAGS = {"quote": "blockquote", "letter": "blockquote", "code": "pre"}
_STYLES = {"emphasis": "em", "strong": "strong", "superscript": "sup", "subscript": "sub"}


def installed() -> bool:
    return importlib.util.find_spec("ebooklib") is not None


def write_epub(path: Path, book: Book, chapters: Sequence[ChapterAudio], cover: Cover | None) -> list[ChapterAudio]:
    """Writes the EPUB to `path`; returns the chapters with each block's place in it."""
    from ebooklib import epub

    about = book.metadata
    out = epub.EpubBook()
    out.set_identifier(about.identifier or f"urn:sha256:{book.manuscript}")
    out.set_title(about.title)
    out.set_language(about.language)
    for number, name in enumerate(about.creators):
        out.add_author(name, uid=f"creator{number}")
    for name in ("publisher", "date", "description"):
        if value := getattr(about, name):
            out.add_metadata("DC", name, value)
    if cover:
        out.set_cover(name_of(cover), cover.data, create_page=False)
    out.add_item(epub.EpubItem("book-style", "book.css", "text/css", _STYLE.encode()))
    placed, documents = [], []
    for number, chapter in enumerate(chapters):
        if chapter.role == "credits":
            placed.append(chapter)
            continue
        name = f"text/{number + 1:03}.xhtml"
        data = _page(chapter, about.language).encode()
        item = epub.EpubItem(f"text-{number + 1}", name, "application/xhtml+xml", data)
        out.add_item(item)
        documents.append((item, epub.Link(name, chapter.title or about.title, f"toc-{number + 1}")))
        placed.append(
            replace(
                chapter,
                blocks=tuple(
                    _placed(block, f"{out.FOLDER_NAME}/{name}#b{n}") for n, block in enumerate(chapter.blocks)
                ),
            )
        )
    out.toc = [link for _, link in documents]
    out.spine = [item for item, _ in documents]
    out.add_item(epub.EpubNcx())
    out.add_item(epub.EpubNav())
    epub.write_epub(str(path), out, {"mtime": CHANGED, "raise_exceptions": True})
    return placed


def _placed(block: Block, anchor: str) -> Block:
    """The block as it stands in the document, without the spans that are not read."""
    spans = tuple(span for span in block.spans if span.reason is None) if block.read else ()
    return replace(block, anchor=anchor, spans=spans)


def _page(chapter: ChapterAudio, language: str) -> str:
    lang = escape(language)
    body = "\n".join(line for n, block in enumerate(chapter.blocks) for line in _block(block, n))
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">\n<head><title>'
        f'{escape(chapter.title)}</title><link rel="stylesheet" type="text/css" href="../book.css"/></head>\n'
        f'<body>\n<section epub:type="chapter">\n{body}\n</section>\n</body>\n</html>\n'
    )


def _block(block: Block, number: int) -> Iterator[str]:
    if block.kind == "scene-break":
        yield "<hr/>"
        return
    inner = "".join(map(_span, block.spans)) if block.read else ""
    if not inner.strip():
        return
    tag = f"h{min(6, max(1, block.level))}" if block.kind == "heading" else _TAGS.get(block.kind, "p")
    kind = f"{block.kind} stanza" if block.kind == "verse" and block.first else block.kind
    told = f' class="{kind}"' if block.kind in _CLASSES else ""
    lang = _language(block.language)
    inner = f"<p>{inner}</p>" if tag == "blockquote" else inner
    yield f'<{tag} id="b{number}"{told}{lang}>{inner}</{tag}>'


def _span(span: Span) -> str:
    if span.reason is not None or span.kind == "alt":  # what stands for a picture has no picture here
        return ""
    text = escape(_FORBIDDEN.sub("", span.text), quote=False)
    for style in span.style:
        if tag := _STYLES.get(style):
            text = f"<{tag}>{text}</{tag}>"
    return f"<span{_language(span.language)}>{text}</span>" if span.language else text


def _language(tag: str | None) -> str:
    return f' lang="{escape(tag)}" xml:lang="{escape(tag)}"' if tag else ""
