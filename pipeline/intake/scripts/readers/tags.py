"""Markup inside the text of cues: tags, override blocks and character references of SubRip, WebVTT and SAMI's kin."""

from __future__ import annotations

import html
import re

from pipeline.intake.scripts.marked import Marked

# Tags that players know in SubRip; others count as markup where they are closed, as text where they are not.
_SUBRIP_TAGS = frozenset(("b", "i", "u", "s", "em", "strong", "font", "span", "br", "p", "c", "ruby", "rt", "v"))
_TAG = re.compile(r"<(/?)\s*([A-Za-z][\w]*)?([^<>]*)>")
_SUBRIP_TOKEN = re.compile(
    r"(?P<tag></?[A-Za-z][^<>]*>)"
    r"|(?P<override>\{\\[^{}]*\}|\{[A-Za-z]:[^{}]*\})"
    r"|(?P<break>\\N)|(?P<space>\\h)"
    r"|(?P<reference>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_WEBVTT_TOKEN = re.compile(
    r"(?P<tag><[^<>]*>)|(?P<reference>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>", re.IGNORECASE)
_LANGUAGE = re.compile(r"<lang(?:\.[^\s<>]*)?\s+([A-Za-z][\w-]*)\s*>", re.IGNORECASE)
_RUBY = re.compile(r"<rt\b[^<>]*>(.*?)(</rt\s*>|(?=</ruby)|\Z)", re.IGNORECASE | re.DOTALL)
MARKUP, BREAK, RUBY, REFERENCE = "markup", "line break", "ruby", "character reference"


def reference(marked: Marked, written: str) -> None:
    """A character reference: what it stands for is said; one that nobody knows stays text."""
    said = html.unescape(written)
    if said == written or len(said) > 2:
        marked.add(written)
    elif said in "\u200e\u200f\u200b\u2060\ufeff":
        marked.add(written, MARKUP)
    else:
        marked.replace(written, " " if said == "\xa0" else said, REFERENCE)


def subrip(text: str) -> Marked:
    """Text of a SubRip cue, by the rules that its players have agreed on."""
    marked = Marked()
    known = _closed_tags(text)
    place = 0
    for found in _SUBRIP_TOKEN.finditer(text):
        marked.add(text[place : found.start()])
        place = found.end()
        token = found[0]
        if found["tag"]:
            name = _name(token)
            if name == "br":
                marked.replace(token, "\n", BREAK)
            elif name == "v" and _VOICE.fullmatch(token):
                _voice(marked, token)
            else:
                marked.add(token, MARKUP if name in _SUBRIP_TAGS or name in known else "")
        elif found["override"]:
            marked.add(token, MARKUP)
        elif found["reference"]:
            reference(marked, token)
        else:
            marked.replace(token, "\n" if found["break"] else " ", BREAK)
    marked.add(text[place:])
    return marked


def webvtt(text: str) -> Marked:
    """Text of a WebVTT cue: any tag is markup, <v> names who speaks, <rt> is a reading and not text."""
    marked = Marked()
    readings = [(found.start(1), found.end(1)) for found in _RUBY.finditer(text)]
    # A reading without end would take all the rest of the cue with it: it is text then.
    readings = [(begin, end) for begin, end in readings if end < len(text)]
    place = 0
    for found in _WEBVTT_TOKEN.finditer(text):
        _add(marked, text, place, found.start(), readings)
        place = found.end()
        if found["reference"]:
            reference(marked, found[0])
        elif _VOICE.fullmatch(found[0]):
            _voice(marked, found[0])
        else:
            if _name(found[0]) == "v":
                marked.voice("")
            marked.add(found[0], MARKUP)
    _add(marked, text, place, len(text), readings)
    return marked


def language_of(text: str) -> str:
    """The language that a <lang> tag around the whole cue names, "" without one."""
    found = _LANGUAGE.match(text.strip())
    return found[1] if found else ""


def _add(marked: Marked, text: str, begin: int, end: int, readings: list[tuple[int, int]]) -> None:
    for start, stop in readings:
        if start <= begin and end <= stop:
            marked.add(text[begin:end], RUBY)
            return
    marked.add(text[begin:end])


def _voice(marked: Marked, token: str) -> None:
    found = _VOICE.fullmatch(token)
    assert found
    marked.voice(" ".join(html.unescape(found[1] or "").split()))
    marked.add(token, MARKUP)


def _name(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    return (found[2] or "").lower() if found else ""


def _closed_tags(text: str) -> frozenset[str]:
    """Names of tags that are both opened and closed in a text."""
    opened: set[str] = set()
    closed: set[str] = set()
    for found in _TAG.finditer(text):
        (closed if found[1] else opened).add((found[2] or "").lower())
    return frozenset(opened & closed)
