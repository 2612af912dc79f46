"""Matching of the lines that pickups, approvals and waivers name, by their words or their slates.

Quotation marks, dashes and spaces are compared as a keyboard has them: people do not type a book's curly quotes, long
dashes and no-break spaces.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from pipeline.manifests import Approval, Later, NamesLine, Pickup
from pipeline.records import Finding, Line

N = TypeVar("N", bound=NamesLine)
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


@functools.lru_cache(maxsize=65_536)  # the lines of a long novel are compared with each of several manifests
def plain(text: str) -> str:
    """The words with quotes, dashes and spaces as a keyboard has them; equal for what people take for the same."""
    text = _GUILLEMETS.sub("", unicodedata.normalize("NFC", text)).translate(_SIGNS)
    return _SPACES.sub(" ", _DASHES.sub("-", text)).strip().replace("''", '"')


def picked_up(lines: Sequence[Line], pickups: Iterable[Pickup]) -> tuple[Mapping[str, Pickup], list[Finding]]:
    """The pickups by the slates of their lines (a later one wins), and a finding for each that matches no line."""
    found, unmatched = matched(lines, pickups)
    return found, [Finding("q-002", "pickups.yaml", f"{why} ({one.reason})") for one, why in unmatched]


def approved(lines: Sequence[Line], approvals: Iterable[Approval]) -> tuple[Mapping[str, Approval], list[Finding]]:
    """The approvals by the slates of their lines (a later one wins), and a finding for each that matches no line."""
    found, unmatched = matched(lines, approvals)
    return found, [Finding("q-005", "approvals.yaml", f"{why} (approved by {one.by})") for one, why in unmatched]


def put_off(lines: Sequence[Line], later: Iterable[Later]) -> tuple[Mapping[str, Later], list[Finding]]:
    """What waits for a person by the slates of its lines, and a finding for each of them and for what matches none."""
    found, unmatched = matched(lines, later)
    findings = [Finding("q-006", slate, one.reason) for slate, one in found.items()]
    return found, findings + [Finding("q-005", "review.yaml", f"{why} ({one.reason})") for one, why in unmatched]


def matched(lines: Sequence[Line], named: Iterable[N]) -> tuple[Mapping[str, N], list[tuple[N, str]]]:
    """What names lines, by their slates (a later one wins); and what names none of them, with the reason."""
    by_line: dict[str, N] = {}
    unmatched: list[tuple[N, str]] = []
    named = tuple(named)
    if not named:
        return by_line, unmatched
    by_slate = {line.slate: line for line in lines}
    by_text: dict[str, list[str]] = {}
    for line in lines:
        by_text.setdefault(plain(line.text), []).append(line.slate)
    for one in named:
        slates = by_text.get(plain(one.text), [])
        if one.slate and (why := _not_there(one, by_slate)):
            unmatched.append((one, why))
        elif one.slate:
            by_line[one.slate] = one
        elif slates:
            by_line.update(dict.fromkeys(slates, one))
        else:
            unmatched.append((one, f"{one.text!r} is no line of this book"))
    return by_line, unmatched


def _not_there(named: NamesLine, by_slate: Mapping[str, Line]) -> str:
    """Why a slate names no line, or another than the words beside it do; "" where it fits."""
    line = by_slate.get(named.slate)
    if line is None:
        return f"there is no line {named.slate}"
    if named.text and plain(named.text) != plain(line.text):
        return f"{named.slate} is {line.text[:60]!r} now, not {named.text[:60]!r}"
    return ""
