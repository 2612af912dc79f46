"""Ruby annotations: base text and reading, each in its own span; a Japanese base is spoken by its reading."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pipeline.intake import language
from pipeline.intake.markup.xml import content, local
from pipeline.intake.passes.readings import BRACKET, is_emphasis
from pipeline.intake.plaintext import aozora
from pipeline.intake.structure.blocks import count
from pipeline.intake.structure.builder import Builder
from pipeline.records import Span


def read_ruby(ruby: etree._Element, ink: Span, builder: Builder, lang: str) -> None:
    """Writes the groups of a ruby element: bases, then their readings (rb/rt, bare text, rtc, nested ruby)."""
    bases: list[str] = []
    readings: list[str] = []
    marks: list[tuple[str, str]] = []  # in the source's order: what follows the bases

    def close() -> None:
        _write(bases, readings, marks, ink, builder, lang)
        bases.clear()
        readings.clear()
        marks.clear()

    def base(text: str) -> None:
        if not text:
            return
        if marks:
            if not text.strip():
                return
            close()
        bases.append(text)

    def annotation(container: etree._Element) -> None:
        for child in container:
            if local(child) == "rt":
                readings.append(content(child))
                marks.append(("rt", readings[-1]))
            elif local(child) == "rp":
                marks.append(("rp", content(child)))

    base(ruby.text or "")
    for child in ruby:
        name = local(child)
        if name == "rt":
            readings.append(content(child))
            marks.append(("rt", readings[-1]))
        elif name == "rp":
            marks.append(("rp", content(child)))
        elif name == "rtc":
            if (child.text or "").strip():
                marks.append(("rtc", (child.text or "").strip()))
            annotation(child)
        elif name == "rbc":
            for part in child:
                base(_shown(part, builder))
        elif name:
            base(_shown(child, builder))
        base(child.tail or "")
    close()


def _write(
    bases: list[str], readings: list[str], marks: list[tuple[str, str]], ink: Span, builder: Builder, lang: str
) -> None:
    if not any(text.strip() for text in bases) and readings and language.primary(lang) == "ja":
        # The base is only a picture: its reading is the only text of it.
        for kind, text in marks:
            builder.text(text, replace(ink, kind="ruby", reason=ink.reason or BRACKET) if kind == "rp" else ink)
        return
    bases = [text for text in bases if text.strip()] or [text for text in bases if text][:1]
    japanese = language.primary(lang) == "ja"
    if len(bases) != len(readings):
        bases, readings = ["".join(bases)] if bases else [], ["".join(readings)] if readings else []
    for n, text in enumerate(bases):
        reading = "".join(readings[n].split()) if n < len(readings) else ""
        spoken = (
            replace(ink, say=reading, rule="ruby")
            if japanese and reading and ink.kind == "text" and not is_emphasis(reading)
            else ink
        )
        builder.text(" ".join(text.split()) if text.strip() else text, spoken)
    for kind, text in marks:
        reading_ink = replace(ink, kind="ruby", say=None, phonemes=None)
        builder.text(text, replace(reading_ink, reason=ink.reason or BRACKET) if kind == "rp" else reading_ink)


def _shown(el: etree._Element, builder: Builder) -> str:
    """The text of an element, with the characters that pictures in it stand for."""
    text = el.text or ""
    if local(el) == "img":
        text = aozora.character_of(el.get("alt") or "", el.get("src") or "")
        builder.attributes += count(text)
    for child in el:
        text += _shown(child, builder) + (child.tail or "")
    return text
