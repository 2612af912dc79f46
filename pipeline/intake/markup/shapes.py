"""The block that an element opens: kind, level and anchor, from its semantics as far as its text bears them out."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from pipeline.intake.markup import semantics
from pipeline.intake.markup.context import BookContext
from pipeline.intake.markup.semantics import Meaning
from pipeline.intake.markup.styles import Styles, inline
from pipeline.intake.markup.xml import line_of, local, text_of
from pipeline.intake.structure.blocks import PlacedBlock, Shape
from pipeline.intake.structure.matter import PAGE, Passage, confirms
from pipeline.records import BlockKind

HEADINGS = {f"h{n}": n for n in range(1, 7)}
# Kinds of blocks that a block inside may not change: a list inside a note is still the note's text.
LASTING = frozenset(("note", "contents", "boilerplate", "page-number", "table"))
_LISTS = ("ul", "ol", "list", "menu")
_SECTIONS = ("section", "body")
_NOTE_ELEMENTS = ("p", "li", "aside", "dd", "div")
_INHERITED_KINDS = frozenset(
    "quote letter verse list-item note caption contents boilerplate code table speaker direction".split()
)
_SET_OFF, _PLAIN = {"centred", "large", "bold"}, frozenset[str]()
_ADMONITION = frozenset(("note",))  # an epub:type that, unlike "footnote", may be a box in the text
_TEXTS = frozenset("p li dt dd td th pre blockquote h1 h2 h3 h4 h5 h6".split())
_MUCH = 600  # characters: what is shorter is looked at block by block, when all blocks are known


class Shapes:
    """Shapes of the blocks of one document, in the order of its elements."""

    def __init__(self, name: str, book: BookContext, styles: Styles, before: Sequence[PlacedBlock]):
        self._name = name
        self._book = book
        self._styles = styles
        self._before = before  # the blocks written so far

    def of(self, el: etree._Element, tag: str, meaning: Meaning, outer: Shape, language: str) -> Shape:
        """The shape of the block that `el` opens inside one of the shape `outer`."""
        place = f"{self._name}#{el.get('id')}" if el.get("id") else ""
        kind, level = self._kind(el, tag, meaning, outer, place)
        within = {"endnotes", "rearnotes", "footnotes"}.intersection((*outer.types, *meaning.types))
        if within and kind in ("paragraph", "list-item") and tag in _NOTE_ELEMENTS:
            kind = "note"
        sections = tuple(one for one in meaning.types if one not in ("title", "subtitle", "ordinal", "noteref"))
        return Shape(
            kind,
            level,
            self._anchor(el, tag, kind, outer, place),
            self._book.foreign(language),
            outer.types + sections if sections else outer.types,
            outer.reason,
            meaning.breaks,
            outer.verbatim or tag == "pre",
            False,
            line_of(el),
            kind == "code" and (outer.listing or meaning.listing or _holds_listing(el)),
            self._set_off(el, tag),
        )

    def _kind(self, el: etree._Element, tag: str, meaning: Meaning, outer: Shape, place: str) -> tuple[BlockKind, int]:
        """Kind and level: what the element asks for, unless the block around it has a kind that lasts."""
        kind, level = outer.kind if outer.kind in _INHERITED_KINDS else "paragraph", outer.level
        if tag in _LISTS and kind != "contents":
            level = outer.level + 1 if outer.kind == "list-item" else 1
        asked = self._asked(el, tag, meaning)
        if place in self._book.notes and tag not in (*_SECTIONS, "article", *HEADINGS):
            kind = "note"
        elif asked and kind not in LASTING and not (asked == "quote" and kind == "verse"):
            if asked == "heading":
                level = HEADINGS.get(tag) or _int(el.get("aria-level")) or outer.level or 2
            kind = asked
        elif asked == "heading" and kind == "contents":
            level = HEADINGS.get(tag, 2)
        if kind not in ("heading", "list-item") and outer.kind == "heading":
            level = 0
        return kind, level

    def _asked(self, el: etree._Element, tag: str, meaning: Meaning) -> BlockKind | None:
        """The kind of block that the element's semantics ask for, as far as its text bears it out."""
        asked = meaning.block
        if (tag in HEADINGS or tag == "heading") and asked not in ("note", "speaker", "direction"):
            asked = "heading"
        if asked == "note" and tag in (*_SECTIONS, "h1", "h2", "h3"):
            asked = None if tag in _SECTIONS else "heading"  # a chapter of notes, whose notes are marked one by one
        if tag == "nav" and not {"toc", "landmarks", "page-list", "lot", "loi"}.intersection(meaning.types):
            asked = "contents" if el.get("role") in (None, "navigation", "doc-toc") else asked
        if el.get("role") == "navigation":
            asked = "contents"  # a site's navigation: next, back, up
        if el.get("role") == "contentinfo":
            asked = "boilerplate"  # a page's own footer
        box = asked == "note" and meaning.block == "note" and tag != "note" and _ADMONITION.intersection(meaning.types)
        if box and not self._note_inside(el):
            return None  # "Note: mind the step" in a box is the book's own text, for nothing refers to it
        if asked == "heading" and not _is_heading(el, tag):
            return None
        if asked in ("page-number", "boilerplate", "contents", "note") and not _shows(el, asked, bool(meaning.types)):
            return None  # such a class name may stand on a whole chapter
        return asked

    def _anchor(self, el: etree._Element, tag: str, kind: str, outer: Shape, place: str) -> str:
        anchor = place or (outer.anchor if outer.kind == "note" else f"{self._name}:{line_of(el)}")
        if kind != "note" or place:
            return anchor
        last = self._before[-1].block if self._before else None
        if tag == "dd" and last and last.kind == "note":
            return last.anchor  # the number stands in the dt, the note in the dd
        if outer.kind != "note":
            return self._note_inside(el) or f"{anchor}:{len(self._before)}"  # two notes may share a line
        return anchor

    def _note_inside(self, el: etree._Element) -> str:
        """The anchor that references name, where it is inside the note's element and is the only one there."""
        places = {f"{self._name}#{e.get(key)}" for e in el.iterdescendants() for key in ("id", "name") if e.get(key)}
        named = places & self._book.notes
        return named.pop() if len(named) == 1 else ""

    def _set_off(self, el: etree._Element, tag: str) -> frozenset[str]:
        """What sets a line off ("centred", "large", "bold"), on the paragraph or on the one element with its words."""
        above = el.getparent()
        looks: set[str] = {"centred"} if tag == "p" and above is not None and local(above) == "center" else set()
        one: etree._Element | None = el if tag in ("p", "div", "center") else None
        for _ in range(3):
            if one is None:
                break
            looks |= _SET_OFF & (self._styles.of(one) | inline(one.get("style", "")))
            if one.get("align") == "center" or local(one) == "center":
                looks.add("centred")
            if local(one) == "big" or (local(one) == "font" and one.get("size", "")[:1] in ("+", "4", "5", "6", "7")):
                looks.add("large")
            alone = len(one) == 1 and not (one.text or "").strip() and not (one[0].tail or "").strip()
            one = one[0] if alone and isinstance(one[0].tag, str) else None
        return frozenset(looks) if looks else _PLAIN


def _holds_listing(el: etree._Element) -> bool:
    """Whether the code inside names its language: <pre><code class="language-sh">."""
    return len(el) == 1 and local(el[0]) in ("code", "samp") and semantics.meaning(el[0]).listing


def _is_heading(el: etree._Element, tag: str) -> bool:
    """Whether an element can be a heading: no container of blocks (class "title" on a title page), no paragraph."""
    if tag in HEADINGS:
        return True
    return len(text_of(el)) <= 200 and not any(local(e) in semantics.BLOCKS for e in el.iterdescendants())


def _shows(el: etree._Element, kind: str, typed: bool) -> bool:
    """Whether the text of an element that is to be left out as a whole shows that it may be."""
    text = text_of(el)
    if kind == "page-number":
        return len(text) <= 24 and (not text or PAGE.fullmatch(text) is not None)
    if len(text) < _MUCH or (kind == "note" and typed):
        return True
    if kind == "note":
        return not any(local(e) in HEADINGS for e in el.iterdescendants())
    passages = [
        Passage(text_of(e), linked=sum(len(text_of(a)) for a in e.iter() if local(a) == "a"))
        for e in el.iter()
        if local(e) in _TEXTS
    ] or [Passage(text)]
    return confirms(kind, passages)


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
