"""Reader for Markdown: one file, or a folder whose SUMMARY.md is the table of contents (mdBook, GitBook).

markdown-it-py renders it to HTML, which is read like every other page; raw HTML in it (unclosed <p>, comments) is read
as a browser would.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import yaml
from lxml import etree
from markdown_it import MarkdownIt

from pipeline.errors import ManuscriptError
from pipeline.intake import language
from pipeline.intake.epub.archive import resolve
from pipeline.intake.epub.toc import TocEntry
from pipeline.intake.markup.context import BookContext
from pipeline.intake.markup.document import ParsedDocument, read_document
from pipeline.intake.markup.noterefs import NoteFinder
from pipeline.intake.markup.xml import local, parse, text_of
from pipeline.intake.passes.finish import finished
from pipeline.intake.readers.text import lines_of
from pipeline.intake.structure.chapters import cut
from pipeline.intake.structure.listings import is_code, unindented
from pipeline.records import Finding, Manuscript, Metadata

FILES = 20_000
SUMMARY = "SUMMARY.md"
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_FOOTNOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def read_markdown(path: Path, encoding: str = "") -> Manuscript:
    """Reads a file or a folder. Raises ManuscriptError where there is no text, or no SUMMARY.md in a folder."""
    if path.is_dir() or path.name == SUMMARY:
        return _read_folder(path if path.is_dir() else path.parent, encoding)
    findings: list[Finding] = []
    text, meta = _source(path, findings, encoding)
    root = page(text)
    lang = language.tag(str(meta.get("lang") or meta.get("language") or "")) or language.guess(text_of(root))
    document = _document(path.name, root, lang, frozenset(), _targets({path.name: root}))
    title = str(meta.get("title") or "") or _only_title(document)
    drafts, _ = cut([document], list[TocEntry](), title)
    return finished(
        Manuscript(
            Metadata(title, _authors(meta), lang, str(meta.get("identifier") or ""), date=str(meta.get("date") or "")),
            (),
            findings=tuple(findings),
        ),
        drafts,
        (),
        path,
    )


def page(text: str) -> etree._Element:
    """Markdown rendered to an HTML tree."""
    bodies: list[str] = []

    def body(match: re.Match[str]) -> str:
        bodies.append(f'<aside class="footnote" id="fn-{match.group(1)}">\n\n{_dedented(match.group(2))}\n\n</aside>')
        return ""

    if "[^" in text:
        text = _FOOTNOTE.sub(body, text)
        known = {match.group(1) for one in bodies if (match := re.search(r'id="fn-([^"]+)"', one))}
        text = _REFERENCE.sub(
            lambda m: (
                f'<a class="noteref" href="#fn-{m.group(1)}">{m.group(1)}</a>' if m.group(1) in known else m.group()
            ),
            text,
        )
        text += "\n\n" + "\n\n".join(bodies)
    made = _rendered(text)
    try:
        root, _ = parse(f"<html><body>{made}</body></html>")
    except ValueError:
        root, _ = parse("<html><body></body></html>")
    return root


def _rendered(text: str) -> str:
    """Markdown rendered to HTML. An indented block of prose is a paragraph, although Markdown makes it code."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(text)
    lines = text.split("\n")
    for token in tokens:
        if token.type == "code_block" and not token.level and token.map and not is_code(token.content):
            lines[slice(*token.map)] = unindented(lines[slice(*token.map)])
    if (mended := "\n".join(lines)) != text:
        tokens = reader.parse(mended)
    for token in tokens:
        if token.type == "fence" and not token.info:
            token.info = "text"  # a fenced block is meant as code
    made: str = reader.renderer.render(tokens, reader.options, {})
    return made


def _dedented(text: str) -> str:
    return "\n".join(line.removeprefix("    ").removeprefix("\t") for line in text.splitlines())


def _source(path: Path, findings: list[Finding], encoding: str) -> tuple[str, dict[str, object]]:
    lines, found = lines_of(path, encoding)
    findings += found
    text = "\n".join(lines)
    match = _FRONT_MATTER.match(text)
    if not match:
        return text, {}
    try:
        meta = yaml.safe_load(match.group(1))
    except yaml.YAMLError:
        return text, {}
    return (text[match.end() :], meta) if isinstance(meta, dict) else (text, {})


def _authors(meta: dict[str, object]) -> tuple[str, ...]:
    written = meta.get("author") or meta.get("authors") or meta.get("creator") or ()
    many = written if isinstance(written, list | tuple) else [written]
    return tuple(str(one.get("name") if isinstance(one, dict) else one) for one in many if one)


def _only_title(document: ParsedDocument) -> str:
    """The heading of level 1, where there is exactly one."""
    tops = [
        "".join(span.text for span in placed.block.spans)
        for placed in document.blocks
        if placed.block.kind == "heading" and placed.block.level == 1
    ]
    return tops[0] if len(tops) == 1 else ""


def _document(
    name: str, root: etree._Element, lang: str, wanted: frozenset[str], notes: frozenset[str]
) -> ParsedDocument:
    return read_document(name, root, BookContext(lang, wanted, notes))


def _targets(pages: dict[str, etree._Element]) -> frozenset[str]:
    finder = NoteFinder()
    for name, root in pages.items():
        finder.scan(name, root)
    return finder.targets()


# ---------------------------------------------------------------- a folder


def _read_folder(folder: Path, encoding: str) -> Manuscript:
    summary = folder / SUMMARY
    if not summary.is_file():
        raise ManuscriptError(f"{folder} is a folder without {SUMMARY}: write one that lists the chapters in order")
    findings: list[Finding] = []
    text, _ = _source(summary, findings, encoding)
    entries = list(_entries(page(text)))
    names = list(dict.fromkeys(entry.name for entry in entries if entry.name))[:FILES]
    pages: dict[str, etree._Element] = {}
    metas: dict[str, dict[str, object]] = {}
    for name in names:
        file = folder / name
        if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
            findings.append(Finding("i-004", f"{SUMMARY}: {name}"[:200], "the summary names a file that is not there"))
            continue
        source, metas[name] = _source(file, findings, encoding)
        pages[name] = page(source)
    if not pages:
        raise ManuscriptError(f"{summary} lists no file that exists: write the chapters into it as links")
    told = _told(folder)
    sample = " ".join(text_of(root) for root in list(pages.values())[:5])
    lang = language.tag(str(told.get("language") or "")) or language.guess(sample)
    bodies = _targets(pages)
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        wanted.setdefault(entry.name, set()).add(entry.fragment)
    documents = [_document(name, root, lang, frozenset(wanted[name]), bodies) for name, root in pages.items()]
    title = str(told.get("title") or "") or next(iter(_headings(page(text))), "")
    if title.lower() in ("summary", "目录", "目錄", "contents", "table of contents"):
        title = ""
    title = title or folder.resolve().name
    drafts, missing = cut(documents, [entry for entry in entries if entry.name in pages], title)
    return finished(
        Manuscript(Metadata(title, _authors(told), lang), (), findings=(*findings, *missing)), drafts, (), folder
    )


def _headings(root: etree._Element) -> list[str]:
    return [text_of(e) for e in root.iter() if local(e) == "h1"]


def _entries(root: etree._Element) -> list[TocEntry]:
    """The links of SUMMARY.md in order; those outside lists (prefix and suffix chapters) are at depth 1."""
    entries = []
    for link in (e for e in root.iter() if local(e) == "a" and e.get("href")):
        depth = sum(1 for above in link.iterancestors() if local(above) in ("ul", "ol"))
        name, fragment = resolve(SUMMARY, link.get("href", ""))
        if name and name != SUMMARY and not name.startswith("../"):
            entries.append(TocEntry(text_of(link), name, fragment, max(depth, 1)))
    return entries


def _told(folder: Path) -> dict[str, object]:
    """The metadata in book.toml (mdBook) or book.json (GitBook), if one is there."""
    try:
        if (folder / "book.toml").is_file():
            book = tomllib.loads((folder / "book.toml").read_text("utf-8")).get("book", {})
            return book if isinstance(book, dict) else {}
        if (folder / "book.json").is_file():
            book = json.loads((folder / "book.json").read_text("utf-8"))
            return book if isinstance(book, dict) else {}
    except (ValueError, OSError):
        return {}
    return {}
