"""Matching of the lines that pickups and waivers name, by their words or their slates.

Quotation marks, dashes and spaces are compared as a keyboard has them: people do not type a book's curly quotes, long
dashes and no-break spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pipeline.manifests import Pickup
from pipeline.records import Finding, Line

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»〝〞″＂", '"'),
        **dict.fromkeys("‘’‚‛‹›′ʼ`´＇", "'"),
        "…": "...",
        **dict.fromkeys("‐‑‒–—―−﹘－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
_GUILLEMETS = re.compile(r"(?<=[«‹])\s+|\s+(?=[»›])")  # French ones have blanks inside
_SPACES, _DASHES = re.compile(r"\s+"), re.compile(r"\s*-[-\s]*")


def plain(text: str) -> str:
    """The words with quotes, dashes and spaces as a keyboard has them; equal for what people take for the same."""
    text = _GUILLEMETS.sub("", unicodedata.normalize("NFC", text)).translate(_SIGNS)
    return _SPACES.sub(" ", _DASHES.sub("-", text)).strip().replace("''", '"')


def picked_up(lines: Sequence[Line], pickups: Iterable[Pickup]) -> tuple[Mapping[str, Pickup], list[Finding]]:
    """The pickups by the slates of their lines (a later one wins), and a finding for each that matches no line."""
    by_line: dict[str, Pickup] = {}
    findings: list[Finding] = []
    pickups = tuple(pickups)
    if not pickups:
        return by_line, findings
    by_slate = {line.slate: line for line in lines}
    by_text: dict[str, list[str]] = {}
    for line in lines:
        by_text.setdefault(plain(line.text), []).append(line.slate)
    for pickup in pickups:
        slates = by_text.get(plain(pickup.text), [])
        if pickup.slate and (why := _not_there(pickup, by_slate)):
            findings.append(Finding("q-002", "pickups.yaml", f"{why} ({pickup.reason})"))
        elif pickup.slate:
            by_line[pickup.slate] = pickup
        elif slates:
            by_line.update(dict.fromkeys(slates, pickup))
        else:
            findings.append(
                Finding("q-002", "pickups.yaml", f"{pickup.text!r} is no line of this book ({pickup.reason})")
            )
    return by_line, findings


def _not_there(pickup: Pickup, by_slate: Mapping[str, Line]) -> str:
    """Why a pickup's slate names no line, or another than its words do; "" where it fits."""
    line = by_slate.get(pickup.slate)
    if line is None:
        return f"there is no line {pickup.slate}"
    if pickup.text and plain(pickup.text) != plain(line.text):
        return f"{pickup.slate} is {line.text[:60]!r} now, not {pickup.text[:60]!r}"
    return ""
