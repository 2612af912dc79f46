"""A document of markup (XHTML, HTML, DTBook, SVG) into blocks: every visible character of its body in one span.

The walk is neutral: it says what a text is (a note, a page number, a reading), never whether it is read. Only what no
production could ever want read bears a reason here: text that the document itself hides, and what stands in for a
medium that cannot be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.intake import language
from pipeline.intake.epub.archive import resolve
from pipeline.intake.markup import noterefs, semantics
from pipeline.intake.markup.embedded import ALTERNATIVE, write_drawing, write_formula, write_image
from pipeline.intake.markup.ruby import read_ruby
from pipeline.intake.markup.semantics import Meaning
from pipeline.intake.markup.styles import Styles, inline
from pipeline.intake.markup.xml import SSML_NS, XML_NS, attribute, content, line_of, local, text_of
from pipeline.intake.structure.blocks import CELL, Builder, Shape, count
from pipeline.intake.structure.matter import PAGE, Passage, confirms
from pipeline.records import Span

HIDDEN, RUNNING, FALLBACK, CONTROL = "hidden", "running head", "fallback of a medium", "control of a form"
DEPTH = 240  # lxml's own bound for XML is 256; deeper text is taken flat
_KEPT_KINDS = frozenset(
    (
        "quote",
        "letter",
        "verse",
        "list-item",
        "note",
        "caption",
        "contents",
        "boilerplate",
        "code",
        "table",
        "speaker",
        "direction",
    )
)
# What a block inside may not change: a list inside a note is still the note's text.
_LASTING = frozenset(("note", "contents", "boilerplate", "page-number", "table"))
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


@dataclass
class BookContext:
    """What the walk needs to know of the book around the document."""

    language: str = ""
    wanted: frozenset[str] = frozenset()  # fragments of this document that the contents point at
    notes: frozenset[str] = frozenset()  # "document#fragment" of note bodies, over the whole book
    styles: Styles = field(default_factory=Styles)
    exists: Callable[[str], bool] = lambda _: True


class Walk:
    """Writes the elements of one document into its `builder`."""

    def __init__(self, name: str, reading: BookContext) -> None:
        self.name = name
        self.reading = reading
        self.styles = reading.styles
        self.builder = Builder(reading.language, reading.wanted)
        self.alphabet = "ipa"

    def foreign(self, tongue: str) -> str | None:
        return tongue if tongue and language.primary(tongue) != language.primary(self.reading.language) else None

    def element(self, el: etree._Element, shape: Shape, ink: Span, tongue: str, depth: int) -> None:
        """Writes an element: `shape` of the block it stands in, `ink` of its text, `tongue` in force."""
        tag = local(el)
        if not tag or tag in semantics.DROPPED:
            return
        means = semantics.meaning(el)
        looks = self.styles.of(el) | inline(el.get("style", ""))
        if depth > DEPTH:
            self.builder.text(" " + content(el) + " ", ink)
            return
        tongue = tongue_of(el, self.reading.language, tongue)
        ink = self._inked(el, tag, means, looks, ink)
        if tag in _VOID or tag in _SPECIAL:
            self._mark(el)
            self._special(el, tag, shape, ink, tongue, depth)
            if tag in _VOID and (len(el) or el.text):  # a recovered <br> may hold what follows it
                self.children(el, shape, ink, tongue, depth)
        elif tag in semantics.BLOCKS or ("block" in looks and not shape.row and self.builder.shape.kind != "heading"):
            self._block(el, tag, means, shape, ink, tongue, depth)
        elif "block" in looks:  # a line of its own inside a heading or a cell
            self.builder.line_break(ink)
            self._inline(el, tag, means, shape, ink, tongue, depth)
            self.builder.line_break(ink)
        else:
            self._inline(el, tag, means, shape, ink, tongue, depth)

    def children(self, el: etree._Element, shape: Shape, ink: Span, tongue: str, depth: int) -> None:
        self.builder.text(el.text or "", ink)
        for child in el:
            self.element(child, shape, ink, tongue, depth + 1)
            self.builder.text(child.tail or "", ink)

    # ------------------------------------------------------------ blocks

    def _block(
        self, el: etree._Element, tag: str, means: Meaning, shape: Shape, ink: Span, tongue: str, depth: int
    ) -> None:
        builder = self.builder
        inner = self._shaped(el, tag, means, shape, tongue)
        if inner.kind == "page-number" and ink.kind == "text":
            ink = replace(ink, kind="page-number")
        if shape.row:
            builder.text(" ", ink)
            self._mark(el)
            self.children(el, shape, ink, tongue, depth)
            builder.text(" ", ink)
            return
        builder.flush()
        self._mark(el)
        if tag in ("ul", "ol", "list", "dl", "menu"):
            builder.list_start = True
        if inner.kind == "verse" and _holds_lines(el):
            builder.stanza = True
        before, outer = len(builder.blocks), builder.shape
        builder.shape = inner
        if tag == "table" and not _is_layout(el):
            self._table(el, inner, ink, tongue, depth)
        else:
            self.children(el, inner, replace(ink, language=None) if inner.language else ink, tongue, depth)
        builder.flush()
        if inner.breaks and len(builder.blocks) == before and not builder.images and tag in ("p", "div"):
            builder.scene_break(inner)
        builder.shape = outer

    def _shaped(self, el: etree._Element, tag: str, means: Meaning, shape: Shape, tongue: str) -> Shape:
        kind, level = shape.kind if shape.kind in _KEPT_KINDS else "paragraph", shape.level
        place = f"{self.name}#{el.get('id')}" if el.get("id") else ""
        anchor = place or (shape.anchor if shape.kind == "note" else f"{self.name}:{line_of(el)}")
        asked = means.block
        if tag in _HEADINGS or tag == "heading":
            asked = "heading" if asked not in ("note", "speaker", "direction") else asked
        if tag in ("ul", "ol", "list", "menu") and kind != "contents":
            level = shape.level + 1 if shape.kind == "list-item" else 1
        if asked == "note" and tag in ("section", "body", "h1", "h2", "h3"):
            asked = None if tag in ("section", "body") else "heading"  # a chapter of notes: its notes are marked below
        if tag == "nav" and not {"toc", "landmarks", "page-list", "lot", "loi"}.intersection(means.types):
            asked = "contents" if el.get("role") in (None, "navigation", "doc-toc") else asked
        if el.get("role") == "navigation":
            asked = "contents"  # a site's furniture: next, back, up
        if el.get("role") == "contentinfo":
            asked = "boilerplate"  # a page's own foot: whose it is, and what made it
        if (
            asked == "note"
            and means.block == "note"
            and tag != "note"
            and _ADMONITION.intersection(means.types)
            and not self._note_inside(el)
        ):
            asked = None  # "Note: mind the step" in a box is the book's own text, for nothing refers to it
        if asked == "heading" and not _is_heading(el, tag):
            asked = None
        if asked in ("page-number", "boilerplate", "contents", "note") and not _shows(el, asked, bool(means.types)):
            asked = None  # a class name that the whole of a chapter's text bears
        if place in self.reading.notes and tag not in ("section", "body", "article", *_HEADINGS):
            kind = "note"
        elif asked and kind not in _LASTING and not (asked == "quote" and kind == "verse"):
            if asked == "heading":
                level = _HEADINGS.get(tag) or _int(el.get("aria-level")) or shape.level or 2
            kind = asked
        elif asked == "heading" and kind == "contents":
            level = _HEADINGS.get(tag, 2)
        if kind != "heading" and shape.kind == "heading" and level and kind != "list-item":
            level = 0
        sectional = tuple(one for one in means.types if one not in ("title", "subtitle", "ordinal", "noteref"))
        within = {"endnotes", "rearnotes", "footnotes"}.intersection((*shape.types, *means.types))
        if within and kind in ("paragraph", "list-item") and tag in ("p", "li", "aside", "dd", "div") and tag != "ol":
            kind = "note"
            anchor = place or anchor
        last = self.builder.blocks[-1].block if self.builder.blocks else None
        if kind == "note" and tag == "dd" and not place and last and last.kind == "note":
            anchor = last.anchor  # the number stands in the dt, the note in the dd
        elif kind == "note" and shape.kind != "note" and not place:
            anchor = self._note_inside(el) or f"{anchor}:{len(self.builder.blocks)}"  # two notes may share a line
        return Shape(
            kind,
            level,
            anchor,
            self.foreign(tongue),
            shape.types + sectional if sectional else shape.types,
            shape.reason,
            means.breaks,
            shape.verbatim or tag == "pre",
            False,
            line_of(el),
            kind == "code" and (shape.listing or means.listing or _holds_listing(el)),
            self._set_off(el, tag),
        )

    def _set_off(self, el: etree._Element, tag: str) -> frozenset[str]:
        """What sets a line off from the text around it: on the paragraph, or on the one element with its words."""
        above = el.getparent()
        found: set[str] = {"centred"} if tag == "p" and above is not None and local(above) == "center" else set()
        one: etree._Element | None = el if tag in ("p", "div", "center") else None
        for _ in range(3):
            if one is None:
                break
            found |= _SET_OFF & (self.styles.of(one) | inline(one.get("style", "")))
            if one.get("align") == "center" or local(one) == "center":
                found.add("centred")
            if local(one) == "big" or (local(one) == "font" and one.get("size", "")[:1] in ("+", "4", "5", "6", "7")):
                found.add("large")
            alone = len(one) == 1 and not (one.text or "").strip() and not (one[0].tail or "").strip()
            one = one[0] if alone and isinstance(one[0].tag, str) else None
        return frozenset(found) if found else _PLAIN

    def _note_inside(self, el: etree._Element) -> str:
        """The place that references name, where it lies inside the note's element and is the only one there."""
        places = {f"{self.name}#{e.get(key)}" for e in el.iterdescendants() for key in ("id", "name") if e.get(key)}
        named = places & self.reading.notes
        return named.pop() if len(named) == 1 else ""

    def _table(self, el: etree._Element, shape: Shape, ink: Span, tongue: str, depth: int) -> None:
        self.builder.text(el.text or "", ink)
        for part in el:
            name = local(part)
            if name in ("thead", "tbody", "tfoot"):
                self._mark(part)
                self._table(
                    part,
                    shape,
                    self._inked(part, name, semantics.meaning(part), self.styles.of(part), ink),
                    tongue,
                    depth + 1,
                )
            elif name == "tr":
                self._row(part, shape, ink, tongue_of(part, self.reading.language, tongue), depth + 1)
            else:
                self.element(part, shape, ink, tongue, depth + 1)
            self.builder.text(part.tail or "", ink)

    def _row(self, row: etree._Element, shape: Shape, ink: Span, tongue: str, depth: int) -> None:
        builder, cells = self.builder, [cell for cell in row if local(cell) in semantics.CELLS]
        builder.flush()
        builder.text(row.text or "", ink)
        self._mark(row)
        ink = self._inked(row, "tr", semantics.meaning(row), self.styles.of(row), ink)
        anchor = f"{self.name}#{row.get('id')}" if row.get("id") else f"{self.name}:{line_of(row)}"
        spoken = bool(cells) and any(semantics.meaning(cell).block == "speaker" for cell in cells[:1])
        lasting = shape.kind if shape.kind in _LASTING else "table"
        for n, cell in enumerate(cells):
            if spoken:  # a play set as a table: the name, then the speech
                self._block(cell, "td", semantics.meaning(cell), replace(shape, kind="paragraph"), ink, tongue, depth)
                builder.text(cell.tail or "", ink)
                continue
            if not n:
                builder.shape = Shape(lasting, 0, anchor, shape.language, shape.types, shape.reason, row=True)
            else:
                builder.text(CELL, ink)
            self._mark(cell)
            within = tongue_of(cell, self.reading.language, tongue)
            means = semantics.meaning(cell)
            cell_ink = self._inked(cell, "td", means, self.styles.of(cell), ink)
            if within != tongue:
                cell_ink = replace(cell_ink, language=within)
            self.children(cell, builder.shape, cell_ink, within, depth + 1)
            builder.text(cell.tail or "", ink)
        for stray in row:
            if local(stray) not in semantics.CELLS:
                self.element(stray, builder.shape, ink, tongue, depth + 1)
                builder.text(stray.tail or "", ink)
        builder.flush()
        builder.shape = shape

    # ------------------------------------------------------------ lines

    def _inked(self, el: etree._Element, tag: str, means: Meaning, looks: set[str], ink: Span) -> Span:
        """The ink inside an element, before it is known whether it stands in a line."""
        changes: dict[str, object] = {}
        styles = [
            one
            for one in (
                means.style,
                "small-caps" if means.small_caps or "small-caps" in looks else None,
                "drop-cap" if means.drop_cap or (tag == "span" and "drop-cap" in looks) else None,
            )
            if one and one not in ink.style
        ]
        if styles:
            changes["style"] = (*ink.style, *styles)
        note = means.block == "note" or f"{self.name}#{el.get('id')}" in self.reading.notes
        if ink.reason is None:
            if "running" in looks:
                changes["reason"] = RUNNING
            elif (el.get("hidden") is not None or _for_eyes_only(el) or "hidden" in looks) and not note:
                changes["reason"] = HIDDEN
            elif tag in semantics.FALLBACK:
                changes["reason"] = FALLBACK
            elif tag in semantics.CONTROLS:
                changes["reason"] = CONTROL
        phonemes = attribute(el, SSML_NS, "ssml:ph")
        self.alphabet = attribute(el, SSML_NS, "ssml:alphabet") or self.alphabet
        if phonemes and self.alphabet.lower() == "ipa":
            changes["phonemes"] = phonemes
        return replace(ink, **changes) if changes else ink  # type: ignore[arg-type]

    def _inline(
        self, el: etree._Element, tag: str, means: Meaning, shape: Shape, ink: Span, tongue: str, depth: int
    ) -> None:
        builder = self.builder
        place = f"{self.name}#{el.get('id') or el.get('name')}" if el.get("id") or el.get("name") else ""
        if place in self.reading.notes and builder.empty and shape.kind not in ("note", "heading", "table"):
            # The anchor at the head of a paragraph names the paragraph: this is a note's body.
            shape = builder.shape = replace(builder.shape, kind="note", anchor=place)
        self._mark(el)
        tongue_here = (
            self.foreign(tongue)
            if language.primary(tongue) != language.primary(builder.shape.language or self.reading.language)
            else None
        )
        if tongue and language.primary(tongue) == language.primary(self.reading.language) and builder.shape.language:
            tongue_here = tongue
        if tongue_here != ink.language:
            ink = replace(ink, language=tongue_here)
        text = text_of(el) if tag in ("a", "sup", "noteref", "annoref") or means.span else ""
        target = (
            "#".join(resolve(self.name, el.get("href") or el.get("idref") or ""))
            if el.get("href") or el.get("idref")
            else ""
        )
        if means.span == "line-number" and not text.strip("[]() ").isdigit():
            means = replace(means, span=None)
        if ink.kind in ("text", "code"):
            if self._is_reference(el, tag, means, text, target):
                ink = replace(ink, kind="noteref", target=target or None)
            elif means.span and means.span != "noteref" and not (means.span == "page-number" and len(text) > 24):
                ink = replace(ink, kind=means.span)
        if tag == "a" and target and not target.startswith("#") and self.reading.exists(target.partition("#")[0]):
            builder.linked += count(content(el))
        numbers = builder.empty and tag in _NUMBERING and len(el) == 0 and _ITEM_NUMBER.fullmatch(el.text or "")
        if attribute(el, SSML_NS, "ssml:ph") and ink.phonemes:  # one pronunciation, one span
            builder.text(content(el), ink)
        else:
            self.children(el, shape, ink, tongue, depth)
        if numbers and (el.tail or "")[:1].isalpha() and ink.kind == "text" and not _ORDINAL.match(el.tail or ""):
            builder.text(" ", ink)  # the number's box stands apart on the page

    def _is_reference(self, el: etree._Element, tag: str, means: Meaning, text: str, target: str) -> bool:
        if not text or tag not in ("a", "noteref", "annoref", "sup", "span"):
            return False
        strong = bool({"noteref", "annoref", "backlink", "referrer"}.intersection(means.types))
        if tag in ("noteref", "annoref") or (strong and len(text) <= 24):
            return True
        if tag == "a" and target:
            if self.builder.shape.kind == "note" and noterefs.is_way_back(text):
                return True
            return target in self.reading.notes and noterefs.is_label(text)
        if tag in ("sup", "span") and len(el):  # <sup>[<a href="#n1">1</a>]</sup>: the brackets belong to the link
            links = [e for e in el.iter() if local(e) == "a" and e.get("href")]
            return (
                len(links) == 1
                and text_of(links[0]) != text
                and noterefs.is_label(text)
                and "#".join(resolve(self.name, links[0].get("href", ""))) in self.reading.notes
            )
        return means.span == "noteref" and noterefs.is_label(text)

    # ------------------------------------------------------------ the rest

    def _special(self, el: etree._Element, tag: str, shape: Shape, ink: Span, tongue: str, depth: int) -> None:
        builder = self.builder
        if tag == "br":
            builder.line_break(ink)
        elif tag == "hr" and shape.row:
            builder.text(" ", ink)
        elif tag == "hr":
            builder.scene_break(replace(shape, kind="scene-break", anchor=f"{self.name}:{line_of(el)}"))
        elif tag in ("img", "image", "area"):
            write_image(el, ink, builder)
        elif tag == "ruby":
            read_ruby(el, ink, builder, tongue or self.reading.language)
        elif tag == "math":
            write_formula(el, ink, builder, tongue or self.reading.language)
        elif tag == "svg":
            write_drawing(el, ink, builder)
        elif tag == "switch":
            self._switch(el, shape, ink, tongue, depth)
        elif tag in ("title", "desc", "metadata"):
            builder.text(" " + content(el) + " ", replace(ink, kind="alt"))

    def _switch(self, el: etree._Element, shape: Shape, ink: Span, tongue: str, depth: int) -> None:
        """epub:switch offers the same text several times: the default is for every reader."""
        options = [child for child in el if local(child) in ("case", "default")]
        chosen = next((child for child in options if local(child) == "default"), options[0] if options else None)
        for child in el:
            if child not in options:
                self.element(child, shape, replace(ink, reason=ALTERNATIVE), tongue, depth + 1)
            self.builder.text(child.tail or "", ink)
        for child in options:
            self.children(child, shape, ink if child is chosen else replace(ink, reason=ALTERNATIVE), tongue, depth + 1)

    def _mark(self, el: etree._Element) -> None:
        for one in (el.get("id"), el.get("name") if local(el) == "a" else None):
            if one:
                self.builder.mark(one)


_NUMBERING = frozenset(("span", "b", "strong", "i", "em", "label", "small", "big", "font", "u"))
_ITEM_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,4}|(?:[ivxlc]{1,6}|[IVXLC]{1,6}|[a-zA-Z])(?=[.)\]]))[.)\]:]{0,2}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|ème|os?|as?)\b")
_SET_OFF, _PLAIN = {"centred", "large", "bold"}, frozenset[str]()
_ADMONITION = frozenset(("note",))  # an epub:type that, unlike "footnote", may be a box in the text
_VOID = frozenset(("br", "hr", "img", "image", "input", "wbr", "area"))
_SPECIAL = frozenset(("ruby", "math", "svg", "switch", "title", "desc", "metadata"))


def tongue_of(el: etree._Element, book: str, now: str) -> str:
    """xml:lang and lang; where they contradict each other, the one that agrees with the book."""
    first, second = el.get(f"{{{XML_NS}}}lang") or el.get("xml:lang") or "", el.get("lang") or ""
    if first and second and language.primary(first) != language.primary(second) == language.primary(book):
        first = second
    return language.tag(first or second) or now


def _is_layout(table: etree._Element) -> bool:
    """A table that only places things: it is read as if it were not there."""
    if table.get("role") in ("presentation", "none"):
        return True
    names = [local(e) for e in table.iter()]
    if names.count("table") > 1 or any(name in _HEADINGS for name in names):
        return True
    rows = [e for e in table.iter() if local(e) == "tr"]
    return all(sum(1 for cell in row if local(cell) in semantics.CELLS) <= 1 for row in rows)


def _holds_lines(el: etree._Element) -> bool:
    return any(local(child) in semantics.BLOCKS or local(child) == "br" for child in el)


def _holds_listing(el: etree._Element) -> bool:
    """<pre><code class="language-sh">: the code names its language."""
    return len(el) == 1 and local(el[0]) in ("code", "samp") and semantics.meaning(el[0]).listing


def _is_heading(el: etree._Element, tag: str) -> bool:
    """A container of blocks is none (a class "title" on a title page), nor is a whole paragraph."""
    if tag in _HEADINGS:
        return True
    return len(text_of(el)) <= 200 and not any(local(e) in semantics.BLOCKS for e in el.iterdescendants())


def _for_eyes_only(el: etree._Element) -> bool:
    """aria-hidden stands on ornaments and on what is said elsewhere; a whole paragraph is on the page, and is read."""
    return el.get("aria-hidden") == "true" and len(text_of(el)) <= 80


_TEXTS = frozenset("p li dt dd td th pre blockquote h1 h2 h3 h4 h5 h6".split())
_MUCH = 600  # characters: what is shorter is looked at block by block, when all blocks are known


def _shows(el: etree._Element, kind: str, typed: bool) -> bool:
    """Whether an element that is to be left out as a whole shows that it may be."""
    text = text_of(el)
    if kind == "page-number":
        return len(text) <= 24 and (not text or PAGE.fullmatch(text) is not None)
    if len(text) < _MUCH or (kind == "note" and typed):
        return True
    if kind == "note":
        return not any(local(e) in _HEADINGS for e in el.iterdescendants())
    told = [
        Passage(text_of(e), linked=sum(len(text_of(a)) for a in e.iter() if local(a) == "a"))
        for e in el.iter()
        if local(e) in _TEXTS
    ] or [Passage(text)]
    return confirms(kind, told)


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
