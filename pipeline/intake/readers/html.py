"""Reader for one HTML file, whose headings are its chapters."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.intake import language
from pipeline.intake.encoding.detection import CURE, decode_text
from pipeline.intake.encoding.evidence import Unclear
from pipeline.intake.epub.toc import TocEntry
from pipeline.intake.markup.context import BookContext
from pipeline.intake.markup.document import read_document
from pipeline.intake.markup.noterefs import NoteFinder
from pipeline.intake.markup.styles import Styles
from pipeline.intake.markup.xml import XML_NS, local, parse, text_of
from pipeline.intake.passes.finish import finished
from pipeline.intake.structure.chapters import cut
from pipeline.intake.structure.naming import split_page_title
from pipeline.records import Finding, Manuscript, Metadata

LIMIT = 64 << 20
_AUTHORS = ("author", "dc.creator", "dcterms.creator", "citation_author")


def read_html(path: Path, encoding: str = "") -> Manuscript:
    """Reads an HTML file. Raises ManuscriptError for one that is empty, too large or without text."""
    if path.stat().st_size > LIMIT:
        raise ManuscriptError(
            f"{path} has {path.stat().st_size >> 20} MB, a manuscript may have {LIMIT >> 20} MB: split it"
        )
    try:
        data = path.read_bytes()
        root, trouble = parse(decode_text(data, encoding)[0] if encoding else data)
    except Unclear as error:
        raise ManuscriptError(f"{path} {error}; {CURE}") from error
    except ValueError as error:
        raise ManuscriptError(f"{path} {error}; it is no HTML") from error
    # HTML need not be well-formed XML: that alone is no finding.
    findings = [Finding("i-005", path.name, trouble)] if "declares" in trouble else []
    return manuscript_of(root, path, findings)


def manuscript_of(root: etree._Element, path: Path, findings: list[Finding]) -> Manuscript:
    """The manuscript of a parsed page."""
    meta: dict[str, list[str]] = {}
    for e in root.iter():
        if local(e) == "meta" and e.get("name") and (e.get("content") or "").strip():
            meta.setdefault(e.get("name", "").lower(), []).append(" ".join((e.get("content") or "").split()))
    lang = language.tag(root.get("lang") or root.get(f"{{{XML_NS}}}lang") or root.get("xml:lang") or "")
    body = next((e for e in root.iter() if local(e) == "body"), root)
    if not lang:
        lang = language.tag(next(iter(meta.get("dc.language", [])), "")) or language.guess(text_of(body))
    head_title = next((text_of(e) for e in root.iter() if local(e) == "title"), "")
    title = next(iter(meta.get("dc.title", meta.get("dcterms.title", []))), "") or head_title
    styles = Styles()
    for e in root.iter():
        if local(e) == "style":
            styles.add(e.text or "")
    finder = NoteFinder()
    finder.scan(path.name, root)
    document = read_document(
        path.name, root, BookContext(lang, frozenset(), finder.targets(), styles, lambda name: name == path.name)
    )
    drafts, _ = cut([document], list[TocEntry](), title)
    creators = tuple(dict.fromkeys(name for key in _AUTHORS for name in meta.get(key, ())))
    begins = " ".join("".join(span.text for span in placed.block.spans) for placed in document.blocks[:12])
    named, author = split_page_title(title, begins)
    if author and not creators:
        title, creators = named, (author,)
    elif named:
        title = named
    first = next(
        (placed for placed in document.blocks if placed.block.kind == "heading" and placed.block.level == 1), None
    )
    if first is not None and (not title or "gutenberg" in title.lower()):
        title = " ".join("".join(span.text for span in first.block.spans).split())
    return finished(Manuscript(Metadata(title, creators, lang), (), findings=tuple(findings)), drafts, (), path)
