"""Footnote references and the note bodies that they point at, found over the whole book before it is read.

A link is a reference where the markup says so (epub:type, role, class), or where it looks like one (a number or sign,
superscript or in brackets or named like a note) *and* leads to a place that can hold a note. A number alone is not
enough: contents pages, indexes and page lists are full of linked numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from pipeline.intake.epub.archive import resolve
from pipeline.intake.markup.semantics import BLOCKS, meaning
from pipeline.intake.markup.xml import local, text_of

LABEL = re.compile(
    r"[\[(（【〔{]?\s*(\d{1,4}[a-z]?|[*∗＊†‡§¶‖#◊•]{1,4}|[a-z]|[ivxlc]{1,7}|[⁰¹²³⁴-⁹]{1,4}|"
    r"[①-⑳⑴-⒇❶-❿⓵-⓾㈠-㈩㊀-㊉]|[注註译譯]\s*[\d一二三四五六七八九十]{0,4}|※\s*\d{0,3}|note\s*\d{1,4}|"
    r"n\.?\s?\d{1,4})\s*[\])）】〕}]?[.:)]?",
    re.IGNORECASE,
)
BACK = re.compile(
    r"[\s\[(]*(↩\ufe0e?|↑|⏎|⤴|^|\^|⇑|↵|<<|«|back|return|zurück|retour|volver|voltar|torna|戻る|返回)"
    r"( to (the )?(text|reference|note reference|content))?[\s\])]*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[\[(（【〔{].*[\])）】〕}]\s*|\s*[*∗＊†‡§¶‖⁰¹²³⁴-⁹①-⑳⑴-⒇❶-❿⓵-⓾㈠-㈩㊀-㊉]+\s*", re.DOTALL)
_NAMED = re.compile(
    r"(foot|end|rear)?_?-?(note|fn|ftn|nt|anm|fussnote)s?(?![a-z])|_ftn|_edn|^fn|^en\d|"
    r"^n\d+$",
    re.IGNORECASE,
)
_NOT_NOTES = re.compile(r"page|pag?_?\d|chap|toc|index|fig|tab|eq|sec|bib|cit|ref-?list", re.IGNORECASE)
_STRONG = {"noteref", "annoref"}


@dataclass(frozen=True, slots=True)
class _Link:
    places: tuple[str, ...]  # its own anchors, any of which a backlink may name
    target: str
    leads: bool  # stands at the start of its block
    strong: bool
    order: int


def _pictured(element: etree._Element) -> bool:
    """Whether a link shows a small picture instead of a number and has a note reference's class or type."""
    return meaning(element).span == "noteref" and any(local(one) == "img" for one in element.iter())


def is_label(text: str) -> bool:
    return bool(text) and len(text) <= 12 and LABEL.fullmatch(text) is not None


def is_way_back(text: str) -> bool:
    return len(text) <= 40 and (BACK.fullmatch(text) is not None or is_label(text))


class NoteFinder:
    """Collects the links of all documents in order; `targets` then returns the anchors of note bodies."""

    def __init__(self) -> None:
        self._links: list[_Link] = []

    def scan(self, name: str, root: etree._Element) -> None:
        for element in root.iter("{*}a", "{*}noteref", "{*}annoref"):
            href = element.get("href") or element.get("idref") or ""
            if "#" not in href:
                continue
            target = "#".join(resolve(name, href))
            text = text_of(element)
            strong = bool(_STRONG.intersection(meaning(element).types)) or local(element) in ("noteref", "annoref")
            if strong or (_pictured(element) if not text else is_label(text) and self._looks(element, href, text)):
                places = tuple(f"{name}#{one}" for one in _ids(element))
                self._links.append(_Link(places, target, _leads(element), strong, len(self._links)))

    @staticmethod
    def _looks(element: etree._Element, href: str, text: str) -> bool:
        fragment = href.rpartition("#")[2]
        near = [element, element.getparent(), *element]
        if any(one is not None and (local(one) == "sup" or meaning(one).span == "noteref") for one in near):
            return True
        own = element.get("id") or ""
        if _NAMED.search(fragment) or _NAMED.search(own):
            return True
        return bool(_BRACKETED.fullmatch(text)) and not _NOT_NOTES.search(fragment)

    def targets(self) -> frozenset[str]:
        """The anchors of note bodies. Of two mutual links, the one at its block's head (or the later) is the body."""
        by_place: dict[str, _Link] = {}
        for link in self._links:
            for place in link.places:
                by_place.setdefault(place, link)
        bodies = set()
        for link in self._links:
            answer = by_place.get(link.target)
            if link.strong:
                bodies.add(link.target)
            elif answer is not None and answer.target in link.places and answer is not link:
                if (answer.leads, answer.order) > (link.leads, link.order):
                    bodies.add(link.target)
            elif not link.leads:
                bodies.add(link.target)
        return frozenset(bodies)


def _ids(element: etree._Element) -> Iterable[str]:
    """The ids by which a backlink may name this link: its own, and those of the elements around it in its block."""
    for inner in element:
        if inner.get("id"):
            yield inner.get("id", "")
    one: etree._Element | None = element
    for _ in range(4):
        if one is None:
            return
        for name in ("id", "name"):
            if one.get(name):
                yield one.get(name, "")
        if local(one) in BLOCKS:
            return
        before = one.getprevious()
        if before is not None and before.get("id") and not text_of(before):
            yield before.get("id", "")
        one = one.getparent()


def _leads(element: etree._Element) -> bool:
    """Whether nothing visible stands before the element in its block."""
    one = element
    for _ in range(8):
        before = one.getprevious()
        while before is not None:
            if (before.tail or "").strip() or text_of(before):
                return False
            if local(before) in BLOCKS or local(before) == "br":
                return True
            before = before.getprevious()
        parent = one.getparent()
        if parent is None:
            return True
        if (parent.text or "").strip():
            return False
        if local(parent) in BLOCKS:
            return True
        one = parent
    return False
