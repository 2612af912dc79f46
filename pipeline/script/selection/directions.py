"""Inline directions in a manuscript, written as Pandoc's bracketed spans: [text]{attribute=value}.

    [Lydia]{say=liddy-a}          how it is said          [Lydia]{phonemes="lˈɪdiə"}   the same, in IPA
    [The end.]{voice=heart}       who says it             [déjà vu]{lang=fr}           what language it is
    []{pause=800ms}               silence, also 1.5s      [never]{.emphasis}           style, kept on the span
    [Who is there?]{style=tense strength=0.6}             how it is said, by a voice that knows the style

This notation exists already (Pandoc, Quarto, Djot), is readable in a review, and has no angle brackets, so that it
survives in plain text, Markdown, HTML and EPUB alike, where SSML elements would be markup. The brackets and attributes
are skipped for the reason "direction". Brackets with other content are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.records import PLAIN, Block, Manner, Span

REASON = "direction"
_SPAN = re.compile(
    r"\[(?P<text>[^\[\]]*)\](?P<attributes>\{\s*(?:(?:say|phonemes|voice|lang|pause|style|strength)=|\.[a-z])[^{}]*\})"
)
_ATTRIBUTE = re.compile(
    r"\s*(?:\.(?P<style>[a-z-]+)|(?P<name>[a-z]+)=(?:[\"“”'‘’](?P<quoted>[^\"“”]*?)[\"“”'’]|"
    r"(?P<plain>[^\s}\"“”]+)))\s*"
)
_PAUSE = re.compile(r"(\d+(?:\.\d+)?)(ms|s)$")
_NAMES = ("say", "phonemes", "voice", "lang", "pause", "style", "strength")
_STRENGTH = re.compile(r"0(?:\.\d{1,4})?|1(?:\.0{1,4})?|\.\d{1,4}")


@dataclass(frozen=True, slots=True)
class Direction:
    """What one bracketed span asks for."""

    say: str = ""
    phonemes: str = ""
    voice: str = ""
    language: str = ""
    pause_ms: int = -1
    styles: tuple[str, ...] = ()
    unknown: str = ""  # the part that is not understood
    manner: Manner = PLAIN


def parse(attributes: str) -> Direction:
    """Parses attributes in braces; the braces are part of `attributes`."""
    inner = attributes.strip()[1:-1].strip()
    values: dict[str, str] = {}
    styles: list[str] = []
    position, unknown = 0, ""
    while position < len(inner):
        match = _ATTRIBUTE.match(inner, position)
        if not match or (match["name"] and match["name"] not in _NAMES):
            unknown = inner[position:]
            break
        if match["style"]:
            styles.append(match["style"])
        else:
            values[match["name"]] = match["quoted"] if match["quoted"] is not None else match["plain"]
        position = match.end()
    pause = _PAUSE.match(values.get("pause", ""))
    if "pause" in values and not pause:
        unknown = f"pause={values['pause']}"
    if "strength" in values and not ("style" in values and _STRENGTH.fullmatch(values["strength"])):
        unknown = f"strength={values['strength']}"
    manner = Manner(values.get("style", ""), float(values.get("strength", 1)) if not unknown else 1.0)
    pause_ms = round(float(pause[1]) * (1000 if pause[2] == "s" else 1)) if pause else -1
    return Direction(
        values.get("say", ""),
        values.get("phonemes", ""),
        values.get("voice", ""),
        values.get("lang", ""),
        pause_ms,
        tuple(styles),
        unknown,
        manner,
    )


def directed(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with each direction split: its text with what it asks for, its brackets and attributes skipped."""
    for span in spans:
        if "]{" not in span.text or span.reason is not None or span.kind == "code":
            yield span
            continue
        position = 0
        for match in _SPAN.finditer(span.text):
            asked = parse(match["attributes"])
            if asked.unknown:
                continue
            if match.start() > position:
                yield replace(span, text=span.text[position : match.start()])
            yield replace(span, text="[", reason=REASON)
            if match["text"]:
                yield replace(
                    span,
                    text=match["text"],
                    say=asked.say or span.say,
                    rule="direction" if asked.say else span.rule,
                    phonemes=asked.phonemes or span.phonemes,
                    language=asked.language or span.language,
                    style=(*span.style, *asked.styles),
                )
            yield replace(span, text=f"]{match['attributes']}", reason=REASON)
            position = match.end()
        if position < len(span.text):
            yield replace(span, text=span.text[position:])


@dataclass(frozen=True, slots=True)
class Directed:
    """The directions of a block, by characters of its text that is read."""

    pauses: tuple[tuple[int, int], ...]  # (place, milliseconds)
    voices: tuple[tuple[int, int, str], ...]  # (start, end, voice)
    manners: tuple[tuple[int, int, Manner], ...] = ()  # (start, end, manner)


def of_block(block: Block) -> Directed:
    """The pauses, voices and manners that a block's directions ask for; `directed` has split them."""
    pauses: list[tuple[int, int]] = []
    voices: list[tuple[int, int, str]] = []
    manners: list[tuple[int, int, Manner]] = []
    position = opened = 0
    for span in block.spans:
        if span.reason is None:
            position += len(span.text)
        elif span.reason == REASON and span.text == "[":
            opened = position
        elif span.reason == REASON:
            asked = parse(span.text[1:])
            if asked.pause_ms >= 0:
                pauses.append((position, asked.pause_ms))
            if asked.voice:
                voices.append((opened, position, asked.voice))
            if asked.manner.style:
                manners.append((opened, position, asked.manner))
    return Directed(tuple(pauses), tuple(voices), tuple(manners))


def misunderstood(text: str) -> list[str]:
    """Directions that are not understood; they are read as text, with a finding."""
    return [m.group() for m in _SPAN.finditer(text) if parse(m["attributes"]).unknown] if "]{" in text else []
