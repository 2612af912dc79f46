"""The walk over a document tree (XHTML, HTML, DTBook, SVG) that writes blocks, each visible character in one span.

The walk says what a text is (a note, a page number, a ruby reading); selection decides later whether it is read. Only
what no production could want read gets a reason here: text that the document itself hides, and fallbacks of media.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pipeline.intake.markup import semantics
from pipeline.intake.markup.context import BookContext, Inherited, language_of
from pipeline.intake.markup.embedded import ALTERNATIVE, write_drawing, write_formula, write_image
from pipeline.intake.markup.phrasing import glued, inked, is_item_number, span_kind, span_language, target_of
from pipeline.intake.markup.ruby import read_ruby
from pipeline.intake.markup.semantics import Meaning
from pipeline.intake.markup.shapes import LASTING, Shapes
from pipeline.intake.markup.styles import Styles, inline
from pipeline.intake.markup.tables import cells_of, is_layout, is_speech
from pipeline.intake.markup.xml import SSML_NS, attribute, content, line_of, local
from pipeline.intake.structure.block_text import CELL
from pipeline.intake.structure.blocks import Shape, count
from pipeline.intake.structure.builder import Builder
from pipeline.records import Span

DEPTH = 240  # lxml's own bound for XML is 256; deeper text is taken flat
_VOID = frozenset(("br", "hr", "img", "image", "input", "wbr", "area"))
_SPECIAL = frozenset(("ruby", "math", "svg", "switch", "title", "desc", "metadata"))
_LISTS = frozenset(("ul", "ol", "list", "dl", "menu"))


class Walk:
    """Writes the elements of one document into its `builder`."""

    def __init__(self, name: str, book: BookContext, styles: Styles) -> None:
        self.name = name
        self.book = book
        self.styles = styles
        self.builder = Builder(book.language, book.wanted)
        self._shapes = Shapes(name, book, styles, self.builder.blocks)
        self._alphabet = "ipa"

    def element(self, el: etree._Element, around: Inherited) -> None:
        """Writes an element and all that it contains."""
        tag = local(el)
        if not tag or tag in semantics.DROPPED:
            return
        if around.depth > DEPTH:
            self.builder.text(" " + content(el) + " ", around.ink)
            return
        meaning = semantics.meaning(el)
        looks = self.styles.of(el) | inline(el.get("style", ""))
        lang = language_of(el, self.book.language, around.language)
        within = replace(around, ink=self._inked(el, tag, meaning, looks, around.ink), language=lang)
        if tag in _VOID or tag in _SPECIAL:
            self._mark(el)
            self._special(el, tag, within)
            if tag in _VOID and (len(el) or el.text):  # a recovered <br> may hold what follows it
                self.children(el, within)
        elif tag in semantics.BLOCKS or (
            "block" in looks and not around.shape.row and self.builder.shape.kind != "heading"
        ):
            self._block(el, tag, meaning, within)
        elif "block" in looks:  # a line of its own inside a heading or a cell
            self.builder.line_break(within.ink)
            self._inline(el, tag, meaning, within)
            self.builder.line_break(within.ink)
        else:
            self._inline(el, tag, meaning, within)

    def children(self, el: etree._Element, within: Inherited) -> None:
        """Writes the text and the child elements of an element."""
        self.builder.text(el.text or "", within.ink)
        if len(el):
            inner = replace(within, depth=within.depth + 1)
            for child in el:
                self.element(child, inner)
                self.builder.text(child.tail or "", within.ink)

    # ------------------------------------------------------------ blocks

    def _block(self, el: etree._Element, tag: str, meaning: Meaning, within: Inherited) -> None:
        builder, ink = self.builder, within.ink
        shape = self._shapes.of(el, tag, meaning, within.shape, within.language)
        if shape.kind == "page-number" and ink.kind == "text":
            ink = replace(ink, kind="page-number")
        if within.shape.row:
            builder.text(" ", ink)
            self._mark(el)
            self.children(el, replace(within, ink=ink))
            builder.text(" ", ink)
            return
        builder.flush()
        self._mark(el)
        if tag in _LISTS:
            builder.list_start = True
        if shape.kind == "verse" and _holds_lines(el):
            builder.stanza = True
        before, outer = len(builder.blocks), builder.shape
        builder.shape = shape
        if tag == "table" and not is_layout(el):
            self._table(el, replace(within, shape=shape, ink=ink))
        else:
            self.children(el, replace(within, shape=shape, ink=replace(ink, language=None) if shape.language else ink))
        builder.flush()
        if shape.breaks and len(builder.blocks) == before and not builder.images and tag in ("p", "div"):
            builder.scene_break(shape)
        builder.shape = outer

    def _table(self, el: etree._Element, within: Inherited) -> None:
        self.builder.text(el.text or "", within.ink)
        inner = replace(within, depth=within.depth + 1)
        for part in el:
            name = local(part)
            if name in ("thead", "tbody", "tfoot"):
                self._mark(part)
                ink = self._inked(part, name, semantics.meaning(part), self.styles.of(part), within.ink)
                self._table(part, replace(inner, ink=ink))
            elif name == "tr":
                lang = language_of(part, self.book.language, within.language)
                self._row(part, replace(inner, language=lang))
            else:
                self.element(part, inner)
            self.builder.text(part.tail or "", within.ink)

    def _row(self, row: etree._Element, within: Inherited) -> None:
        builder, shape, cells = self.builder, within.shape, cells_of(row)
        builder.flush()
        builder.text(row.text or "", within.ink)
        self._mark(row)
        ink = self._inked(row, "tr", semantics.meaning(row), self.styles.of(row), within.ink)
        anchor = f"{self.name}#{row.get('id')}" if row.get("id") else f"{self.name}:{line_of(row)}"
        kind = shape.kind if shape.kind in LASTING else "table"
        speech = is_speech(cells)
        for n, cell in enumerate(cells):
            if speech:
                around = replace(within, shape=replace(shape, kind="paragraph"), ink=ink)
                self._block(cell, "td", semantics.meaning(cell), around)
            else:
                if not n:
                    builder.shape = Shape(kind, 0, anchor, shape.language, shape.types, shape.reason, row=True)
                else:
                    builder.text(CELL, ink)
                self._cell(cell, replace(within, shape=builder.shape, ink=ink))
            builder.text(cell.tail or "", ink)
        for stray in row:
            if local(stray) not in semantics.CELLS:
                self.element(stray, replace(within, shape=builder.shape, ink=ink, depth=within.depth + 1))
                builder.text(stray.tail or "", ink)
        builder.flush()
        builder.shape = shape

    def _cell(self, cell: etree._Element, within: Inherited) -> None:
        self._mark(cell)
        lang = language_of(cell, self.book.language, within.language)
        ink = self._inked(cell, "td", semantics.meaning(cell), self.styles.of(cell), within.ink)
        if lang != within.language:
            ink = replace(ink, language=lang)
        self.children(cell, replace(within, ink=ink, language=lang, depth=within.depth + 1))

    # ------------------------------------------------------------ phrasing content

    def _inked(self, el: etree._Element, tag: str, meaning: Meaning, looks: set[str], ink: Span) -> Span:
        self._alphabet = attribute(el, SSML_NS, "ssml:alphabet") or self._alphabet
        is_note = meaning.block == "note" or f"{self.name}#{el.get('id')}" in self.book.notes
        return inked(el, tag, meaning, looks, ink, is_note=is_note, ipa=self._alphabet.lower() == "ipa")

    def _inline(self, el: etree._Element, tag: str, meaning: Meaning, within: Inherited) -> None:
        builder, shape, ink, book = self.builder, within.shape, within.ink, self.book
        place = f"{self.name}#{el.get('id') or el.get('name')}" if el.get("id") or el.get("name") else ""
        if place in book.notes and builder.empty and shape.kind not in ("note", "heading", "table"):
            # An anchor at the head of a paragraph names the paragraph, so this is the body of a note.
            shape = builder.shape = replace(builder.shape, kind="note", anchor=place)
        self._mark(el)
        lang = span_language(within.language, builder.shape.language, book)
        if lang != ink.language:
            ink = replace(ink, language=lang)
        target = target_of(el, self.name)
        if ink.kind in ("text", "code"):
            kind = span_kind(el, tag, meaning, target, self.name, book, in_note=builder.shape.kind == "note")
            if kind == "noteref":
                ink = replace(ink, kind=kind, target=target or None)
            elif kind:
                ink = replace(ink, kind=kind)
        if tag == "a" and target and not target.startswith("#") and book.exists(target.partition("#")[0]):
            builder.linked += count(content(el))
        numbers = builder.empty and is_item_number(el, tag)
        if attribute(el, SSML_NS, "ssml:ph") and ink.phonemes:  # one pronunciation, one span
            builder.text(content(el), ink)
        else:
            self.children(el, replace(within, shape=shape, ink=ink))
        if numbers and ink.kind == "text" and glued(el.tail or ""):
            builder.text(" ", ink)

    # ------------------------------------------------------------ the rest

    def _special(self, el: etree._Element, tag: str, within: Inherited) -> None:
        builder, ink, lang = self.builder, within.ink, within.language or self.book.language
        if tag == "br":
            builder.line_break(ink)
        elif tag == "hr" and within.shape.row:
            builder.text(" ", ink)
        elif tag == "hr":
            builder.scene_break(replace(within.shape, kind="scene-break", anchor=f"{self.name}:{line_of(el)}"))
        elif tag in ("img", "image", "area"):
            write_image(el, ink, builder)
        elif tag == "ruby":
            read_ruby(el, ink, builder, lang)
        elif tag == "math":
            write_formula(el, ink, builder, lang)
        elif tag == "svg":
            write_drawing(el, ink, builder)
        elif tag == "switch":
            self._switch(el, within)
        elif tag in ("title", "desc", "metadata"):
            builder.text(" " + content(el) + " ", replace(ink, kind="alt"))

    def _switch(self, el: etree._Element, within: Inherited) -> None:
        """epub:switch holds alternatives of one text; the default is meant for every reading system."""
        options = [child for child in el if local(child) in ("case", "default")]
        chosen = next((child for child in options if local(child) == "default"), options[0] if options else None)
        unread = replace(within, ink=replace(within.ink, reason=ALTERNATIVE), depth=within.depth + 1)
        for child in el:
            if child not in options:
                self.element(child, unread)
            self.builder.text(child.tail or "", within.ink)
        for child in options:
            self.children(child, replace(unread, ink=within.ink) if child is chosen else unread)

    def _mark(self, el: etree._Element) -> None:
        for one in (el.get("id"), el.get("name") if local(el) == "a" else None):
            if one:
                self.builder.mark(one)


def _holds_lines(el: etree._Element) -> bool:
    return any(local(child) in semantics.BLOCKS or local(child) == "br" for child in el)
