"""Lines that people name in pickups and waivers, by their words or their slates.

Nobody types a book's curly quotes, long dashes and no-break spaces: words match whatever the signs of that kind.
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
    """The pickups by the slates of their lines, later ones over earlier ones; and a finding for each that has none."""
    found: dict[str, Pickup] = {}
    findings: list[Finding] = []
    pickups = tuple(pickups)
    if not pickups:
        return found, findings
    by_slate = {line.slate: line for line in lines}
    by_text: dict[str, list[str]] = {}
    for line in lines:
        by_text.setdefault(plain(line.text), []).append(line.slate)
    for pickup in pickups:
        there = by_text.get(plain(pickup.text), [])
        if pickup.slate and (why := _not_there(pickup, by_slate)):
            findings.append(Finding("q-002", "pickups.yaml", f"{why} ({pickup.reason})"))
        elif pickup.slate:
            found[pickup.slate] = pickup
        elif there:
            found.update(dict.fromkeys(there, pickup))
        else:
            findings.append(
                Finding("q-002", "pickups.yaml", f"{pickup.text!r} is no line of this book ({pickup.reason})")
            )
    return found, findings


def _not_there(pickup: Pickup, by_slate: Mapping[str, Line]) -> str:
    line = by_slate.get(pickup.slate)
    if line is None:
        return f"there is no line {pickup.slate}"
    if pickup.text and plain(pickup.text) != plain(line.text):
        return f"{pickup.slate} is {line.text[:60]!r} now, not {pickup.text[:60]!r}"
    return ""
