"""Embedded content: images by their alternative text, MathML formulas, words in SVG."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from pipeline.intake.markup.formulas import says_nothing, words_of
from pipeline.intake.markup.semantics import DROPPED
from pipeline.intake.markup.xml import local
from pipeline.intake.plaintext import aozora
from pipeline.intake.structure.blocks import count
from pipeline.intake.structure.builder import Builder
from pipeline.records import Span

ALTERNATIVE = "alternative"  # the same content once more, in another form
WORDLESS = "formula without words"
PLACEHOLDER = "placeholder"


def write_image(el: etree._Element, ink: Span, builder: Builder) -> None:
    """Writes an image's alternative text. It stands in an attribute, so it is not counted as text of the document."""
    builder.images += 1
    alt = " ".join((el.get("alt") or "").split())
    if not alt:
        return
    builder.attributes += count(alt)
    drawn = _drawn(el, alt)
    if drawn and builder.empty and drawn.isalpha() and drawn.isascii():
        # An illuminated initial: the word is not whole without it.
        builder.attributes += count(drawn) - count(alt)
        builder.text(drawn, replace(ink, style=tuple(dict.fromkeys((*ink.style, "drop-cap")))))
    elif drawn:
        builder.attributes += count(drawn) - count(alt)
        builder.text(drawn, ink)
    else:
        nothing = PLACEHOLDER if says_nothing(alt) else None
        builder.text(alt, replace(ink, kind="alt", reason=ink.reason or nothing))


def _drawn(el: etree._Element, alt: str) -> str:
    """The character that an inline picture stands for: an initial, an ideograph that fonts lack, a currency sign."""
    if len(alt) == 1 and (alt.isalpha() or alt in _SIGNS):
        return alt
    if initial := _ILLUMINATED.fullmatch(alt):
        return (initial.group(1) or initial.group(2)).upper()
    if alt.startswith("※") or _GAIJI.search(el.get("class") or ""):
        return aozora.character_of(alt, el.get("src") or "")
    return ""


_SIGNS = "£$€¥¢½¼¾⅓⅔&%§°—…"
_GAIJI = re.compile(r"gaiji|glyph|external-?char", re.IGNORECASE)
_ILLUMINATED = re.compile(
    r"(?:(?:an? |the )?(?:(?:large|ornate|ornamental|ornamented|decorative|decorated|illuminated|illustrated|"
    r"historiated|drop(?:ped)?|big|fancy|capital|initial) ?[- ]?)+(?:capital|letter|initial|cap)?|"
    r"(?:capital|initial|letter|initiale?|lettrine|drop-?cap)):?,? [\"“‘']?([A-Za-z])[\"”’'.]?|"
    r"[\"“‘']([A-Z])[\"”’']",
    re.IGNORECASE,
)


def write_formula(el: etree._Element, ink: Span, builder: Builder, lang: str) -> None:
    """Writes a formula as it looks; it is spoken by its alttext, or in words where it is simple.

    Annotations (TeX, content MathML) repeat the formula and are not read.
    """
    spoken = words_of(el, lang)
    rule = None if spoken is None else "alttext" if spoken == " ".join((el.get("alttext") or "").split()) else "formula"
    shown: list[str] = []
    annotated: list[str] = []

    def collect(part: etree._Element, into: list[str]) -> None:
        into.append(part.text or "")
        for child in part:
            collect(child, annotated if local(child).startswith("annotation") else into)
            into.append(child.tail or "")

    collect(el, shown)
    # White space at its ends is layout, and would swallow the spaces of the line.
    written = " ".join("".join(shown).split())
    builder.text(
        written,
        replace(ink, kind="math", say=spoken, rule=rule, reason=ink.reason or (WORDLESS if spoken is None else None)),
    )
    builder.text(" ".join("".join(annotated).split()), replace(ink, kind="math", reason=ALTERNATIVE))


def write_drawing(el: etree._Element, ink: Span, builder: Builder) -> None:
    """Writes the words in an SVG; its title and description are alternative text."""
    builder.images += 1

    def collect(part: etree._Element) -> None:
        name = local(part)
        if name in ("text", "p", "div", "title", "desc"):
            builder.text(" ", ink)
        if name not in DROPPED:
            builder.text(part.text or "", replace(ink, kind="alt") if name in ("title", "desc") else ink)
            for child in part:
                collect(child)
                builder.text(child.tail or "", ink)

    collect(el)
