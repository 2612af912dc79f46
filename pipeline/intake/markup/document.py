"""One markup document as blocks, with a check that no visible character is missing."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pipeline.intake import language
from pipeline.intake.markup import semantics
from pipeline.intake.markup.context import BookContext, Inherited, language_of
from pipeline.intake.markup.styles import Styles
from pipeline.intake.markup.xhtml import Walk
from pipeline.intake.markup.xml import line_of, local, text_of
from pipeline.intake.structure.blocks import PlacedBlock, Shape, count
from pipeline.intake.structure.builder import Builder
from pipeline.records import Span


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    name: str
    blocks: tuple[PlacedBlock, ...]
    marks: dict[str, int]  # fragment -> index of the block before which it stands
    title: str = ""
    images: int = 0
    types: tuple[str, ...] = ()  # of the body
    plainly: bool = False  # the markup could not be followed: plain text, without its structure


def read_document(name: str, root: etree._Element, book: BookContext) -> ParsedDocument:
    """Reads a parsed document into blocks; its plain text where the walk has lost or doubled a character."""
    bodies = [e for e in root.iter() if local(e) in ("body", "book")] or [root]
    bodies = [body for body in bodies if not any(above in bodies for above in body.iterancestors())]
    styles = Styles() if _mostly_hidden(bodies, book.styles) else book.styles
    walk = Walk(name, book, styles)
    lang = language_of(root, book.language, "")
    if lang and language.primary(lang) != language.primary(book.language):
        # Templates leave xml:lang="en" in books of every language, so the text itself decides.
        guessed = language.guess(" ".join(map(text_of, bodies)))
        lang = book.language if guessed == language.primary(book.language) else lang
    ids = [e.get("id") for e in (root, *bodies) if e.get("id")]
    # An id in the head (a title that a contents page names) means the document's beginning.
    ids += [e.get("id") for e in root.iter() if e.get("id") in book.wanted and local(e) in ("title", "head", "meta")]
    for one in filter(None, ids):
        walk.builder.mark(one)
    types: tuple[str, ...] = ()
    for body in bodies:
        types = types or semantics.meaning(body).types
        around = Inherited(Shape(language=book.foreign(lang)), Span(""), lang or book.language)
        walk.element(body, around)
    walk.builder.flush()
    blocks, plainly = walk.builder.blocks, False
    if _written(blocks) - walk.builder.attributes != sum(map(_visible, bodies)):
        # Markup as no document should have it (a paragraph inside ruby): plain text is better than a lost word.
        blocks, plainly = _plain(bodies, name), True
    title = next((text_of(e) for e in root.iter() if local(e) == "title"), "")
    return ParsedDocument(
        name, tuple(blocks), walk.builder.marks if not plainly else {}, title, walk.builder.images, types, plainly
    )


def _written(blocks: list[PlacedBlock]) -> int:
    return sum(count(span.text) for placed in blocks for span in placed.block.spans)


def _visible(element: etree._Element) -> int:
    """Counts the visible characters of an element in the simplest way, as a check of the walk."""
    if local(element) in semantics.DROPPED:
        return 0
    total = count(element.text or "")
    stack = list(element)
    while stack:
        one = stack.pop()
        if isinstance(one.tag, str) and local(one) not in semantics.DROPPED:
            total += count(one.text or "")
            stack += one
        total += count(one.tail or "")
    return total


def _plain(bodies: list[etree._Element], name: str) -> list[PlacedBlock]:
    builder = Builder()

    def write(el: etree._Element) -> None:
        parts = local(el) in semantics.BLOCKS or local(el) == "br"
        if parts:
            builder.flush()
            builder.shape = Shape(anchor=f"{name}:{line_of(el)}")
        if local(el) and local(el) not in semantics.DROPPED:
            builder.text(el.text or "", Span(""))
            for child in el:
                write(child)
                builder.text(child.tail or "", Span(""))
        if parts:
            builder.flush()

    for body in bodies:
        write(body)
        builder.flush()
    return builder.blocks


def _mostly_hidden(bodies: list[etree._Element], styles: Styles) -> bool:
    """Whether style sheets hide most of a document: a script would show it again, so they are ignored."""
    if not any("hidden" in means for means in styles.rules.values()):
        return False
    total = hidden = 0
    for body in bodies:
        total += len(text_of(body))
        seen: set[etree._Element] = set()
        for el in body.iter():
            if local(el) and "hidden" in styles.of(el) and not any(above in seen for above in el.iterancestors()):
                seen.add(el)
                hidden += len(text_of(el))
    return hidden * 2 > total
