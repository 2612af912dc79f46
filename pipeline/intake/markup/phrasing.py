"""Phrasing content: style, language, pronunciation and kind of the text inside a line, and whether it is hidden."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from pipeline.intake import language
from pipeline.intake.epub.archive import resolve
from pipeline.intake.markup import noterefs, semantics
from pipeline.intake.markup.context import BookContext
from pipeline.intake.markup.semantics import Meaning
from pipeline.intake.markup.xml import SSML_NS, attribute, local, text_of
from pipeline.records import Span, SpanKind

HIDDEN, RUNNING, FALLBACK, CONTROL = "hidden", "running head", "fallback of a medium", "control of a form"
_NUMBERING = frozenset(("span", "b", "strong", "i", "em", "label", "small", "big", "font", "u"))
_ITEM_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,4}|(?:[ivxlc]{1,6}|[IVXLC]{1,6}|[a-zA-Z])(?=[.)\]]))[.)\]:]{0,2}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|ème|os?|as?)\b")
_LINKS = ("a", "noteref", "annoref")


def inked(
    el: etree._Element, tag: str, meaning: Meaning, looks: set[str], ink: Span, *, is_note: bool, ipa: bool
) -> Span:
    """The ink of an element's text as far as it is the same in blocks and in lines.

    Args:
        is_note: the element is the body of a note, which reading systems hide to show it in a pop-up.
        ipa: whether ssml:ph in force is IPA.
    """
    changes: dict[str, object] = {}
    styles = [
        one
        for one in (
            meaning.style,
            "small-caps" if meaning.small_caps or "small-caps" in looks else None,
            "drop-cap" if meaning.drop_cap or (tag == "span" and "drop-cap" in looks) else None,
        )
        if one and one not in ink.style
    ]
    if styles:
        changes["style"] = (*ink.style, *styles)
    if ink.reason is None and (reason := _reason(el, tag, looks, is_note)):
        changes["reason"] = reason
    phonemes = attribute(el, SSML_NS, "ssml:ph")
    if phonemes and ipa:
        changes["phonemes"] = phonemes
    return replace(ink, **changes) if changes else ink  # type: ignore[arg-type]


def _reason(el: etree._Element, tag: str, looks: set[str], is_note: bool) -> str | None:
    """Why no production could want the element's text read: it is hidden, a running head, a fallback or a control."""
    if "running" in looks:
        return RUNNING
    if (el.get("hidden") is not None or _for_eyes_only(el) or "hidden" in looks) and not is_note:
        return HIDDEN
    if tag in semantics.FALLBACK:
        return FALLBACK
    return CONTROL if tag in semantics.CONTROLS else None


def _for_eyes_only(el: etree._Element) -> bool:
    """Whether aria-hidden marks an ornament or a repetition; a whole paragraph that bears it is read."""
    return el.get("aria-hidden") == "true" and len(text_of(el)) <= 80


def span_language(tag: str, block: str | None, book: BookContext) -> str | None:
    """The language of a span whose element has `tag` in force, None where it is its block's."""
    same = language.primary(tag) == language.primary(book.language)
    if tag and same and block:
        return tag
    return book.foreign(tag) if language.primary(tag) != language.primary(block or book.language) else None


def target_of(el: etree._Element, name: str) -> str:
    """The place "document#fragment" that a link leads to, "" where it is none."""
    href = el.get("href") or el.get("idref") or ""
    return "#".join(resolve(name, href)) if href else ""


def span_kind(
    el: etree._Element, tag: str, meaning: Meaning, target: str, name: str, book: BookContext, *, in_note: bool
) -> SpanKind | None:
    """The kind of span that an element makes of plain text, None where it changes nothing."""
    text = text_of(el) if tag in (*_LINKS, "sup") or meaning.span else ""
    kind = meaning.span
    if kind == "line-number" and not text.strip("[]() ").isdigit():
        kind = None
    if _is_reference(el, tag, meaning, text, target, name, book, in_note=in_note):
        return "noteref"
    return None if kind == "noteref" or (kind == "page-number" and len(text) > 24) else kind


def _is_reference(
    el: etree._Element,
    tag: str,
    meaning: Meaning,
    text: str,
    target: str,
    name: str,
    book: BookContext,
    *,
    in_note: bool,
) -> bool:
    """Whether an element is a reference to a note: 1, *, [3]."""
    if not text or tag not in (*_LINKS, "sup", "span"):
        return False
    typed = bool({"noteref", "annoref", "backlink", "referrer"}.intersection(meaning.types))
    if tag in ("noteref", "annoref") or (typed and len(text) <= 24):
        return True
    if tag == "a" and target:
        if in_note and noterefs.is_way_back(text):
            return True
        return target in book.notes and noterefs.is_label(text)
    if tag in ("sup", "span") and len(el):  # <sup>[<a href="#n1">1</a>]</sup>: the brackets belong to the link
        links = [e for e in el.iter() if local(e) == "a" and e.get("href")]
        return (
            len(links) == 1
            and text_of(links[0]) != text
            and noterefs.is_label(text)
            and target_of(links[0], name) in book.notes
        )
    return meaning.span == "noteref" and noterefs.is_label(text)


def is_item_number(el: etree._Element, tag: str) -> bool:
    """Whether an element at a block's head holds the block's number, which is set apart on the page."""
    return tag in _NUMBERING and len(el) == 0 and _ITEM_NUMBER.fullmatch(el.text or "") is not None


def glued(tail: str) -> bool:
    """Whether the text after a number follows without a space and is no ordinal suffix: 1The, but not 1st."""
    return tail[:1].isalpha() and not _ORDINAL.match(tail)
