"""The context of an element: the book around its document, and what it inherits from its ancestors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.intake import language
from pipeline.intake.markup.styles import Styles
from pipeline.intake.markup.xml import XML_NS
from pipeline.intake.structure.blocks import Shape
from pipeline.records import Span


@dataclass
class BookContext:
    """What reading a document needs to know of the book around it."""

    language: str = ""
    wanted: frozenset[str] = frozenset()  # fragments of this document that the table of contents points at
    notes: frozenset[str] = frozenset()  # "document#fragment" of note bodies, over the whole book
    styles: Styles = field(default_factory=Styles)
    exists: Callable[[str], bool] = lambda _: True

    def foreign(self, tag: str) -> str | None:
        """The language tag where it is another language than the book's, else None."""
        return tag if tag and language.primary(tag) != language.primary(self.language) else None


@dataclass(frozen=True, slots=True)
class Inherited:
    """What an element inherits from its ancestors."""

    shape: Shape  # of the block that it stands in
    ink: Span  # kind, style, language and reason of its text: a span without characters
    language: str  # xml:lang in force
    depth: int = 0


def language_of(el: etree._Element, book: str, inherited: str) -> str:
    """xml:lang and lang; where they contradict each other, the one that agrees with the book."""
    first, second = el.get(f"{{{XML_NS}}}lang") or el.get("xml:lang") or "", el.get("lang") or ""
    if first and second and language.primary(first) != language.primary(second) == language.primary(book):
        first = second
    return language.tag(first or second) or inherited
