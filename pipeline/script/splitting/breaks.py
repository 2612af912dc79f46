"""Spoken forms of forced line breaks: a stop in headings ("Chapter I<br/>The Cyclone"), a comma in addresses.

A section number before a heading ("3.1 Introduction") gets a stop, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages import record_of
from pipeline.records import Replacement

RULE = "line break"
_STOPPED = re.compile(r"[.!?…,;:。！？，、；：．—–―-][\"'”’»«“‘)\]」』）]*$|[（(「『“„«/&]$")
_BREAK = re.compile(r"[ \t\u00a0\u3000]*\n\s*")
_NUMBER = re.compile(
    r"\W{0,2}(?:[^\W\d_]{3,12}\s)?(?:\d{1,3}(?:\.\d{1,3})+|[A-Z](?:\.\d{1,3})+)"
    r"(?P<gap>\.?[ \u00a0\t]+)(?=[^\W\d_])"
)
_AMOUNT = re.compile(
    r"(?:hundred|thousand|million|billion|trillion|per ?cent|degrees?|miles?|inch|metres?|meters?|"
    r"years?|hours?|tausend|mio|milliarden?|millionen|prozent|grad|jahre|stunden|millions?|milliards?|pour|"
    r"degrés|ans|heures|millones|mil|por|grados|años|horas|[kcdm]?[mgl]|kg|km|mm|cm|mph|kmh|ghz)\b",
    re.IGNORECASE,
)
_WRAPPED = 60  # characters; a longer line was broken for its length


def breaks(text: str, kind: str, language: str) -> Iterator[Replacement]:
    """Replaces the forced line breaks of a text: by a stop in headings, else by a comma; not after a stop."""
    if "\n" in text:
        stop, comma = ("。", "、") if record_of(language).unspaced else (". ", ", ")
        for newline in _BREAK.finditer(text):
            before, after = text[: newline.start()], text[newline.end() :]
            if not before.strip() or not after or _STOPPED.search(before) or not _begins(after):
                continue
            if kind == "heading":
                yield Replacement(newline.start(), newline.end(), stop, RULE)
            elif len(before) - before.rfind("\n") - 1 <= _WRAPPED:
                yield Replacement(newline.start(), newline.end(), comma, RULE)
    if kind == "heading" and (number := _NUMBER.match(text)) and not _AMOUNT.match(text, number.end()):
        dotted = text[number.start("gap")] == "."
        if not dotted or record_of(language).decimal_comma:
            yield Replacement(number.start("gap") + dotted, number.end("gap"), ". ", "section number")


def _begins(text: str) -> bool:
    """Whether a line begins something new: not with a small letter, nor with a mark of the line before."""
    first = text.lstrip("\"'“‘«„([ ")[:1]
    return first.isalnum() and not first.islower()
