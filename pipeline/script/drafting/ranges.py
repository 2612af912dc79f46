"""Ranges of a block's text: sentences cut where the voice changes, joined where a line would be too short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import PLAIN, Manner, Replacement
from pipeline.script.casting.speakers import Speaker

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class VoicedRange:
    """A range that one voice speaks in one language."""

    start: int
    end: int
    language: str
    voice: str
    character: str
    manner: Manner = PLAIN


def cut(
    text: str, ranges: Iterable[tuple[int, int]], cuts: Iterable[int], fixed: Sequence[Replacement]
) -> list[tuple[int, int]]:
    """The ranges, also cut at `cuts`, where the voice changes; no cut falls inside a fixed form."""
    pieces: list[tuple[int, int]] = []
    places = sorted(cuts)
    for start, end in ranges:
        position = start
        for place in (*(c for c in places if start < c < end), end):
            part = text[position:place]
            a, b = position + len(part) - len(part.lstrip()), position + len(part.rstrip())
            position = place
            if b <= a:
                continue
            if pieces and _MARKS.fullmatch(text, a, b) and a > start:
                pieces[-1] = (pieces[-1][0], b)  # the stop after a quotation
            else:
                pieces.append((a, b))
    return unbroken(pieces, fixed)


def unbroken(ranges: list[tuple[int, int]], fixed: Sequence[Replacement]) -> list[tuple[int, int]]:
    """The ranges, joined where a cut would fall inside a fixed form."""
    if not fixed or len(ranges) < 2:
        return ranges
    whole = [ranges[0]]
    for start, end in ranges[1:]:
        if any(r.start < start < r.end or r.start < whole[-1][1] < r.end for r in fixed):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def joined(ranges: Iterable[VoicedRange], speakers: Mapping[str, Speaker]) -> list[VoicedRange]:
    """The ranges, joined with their neighbours where one is too short for its engine to speak well."""
    longer: list[VoicedRange] = []
    for one in ranges:
        last = longer[-1] if longer else None
        if last is not None and _joins(last, one, speakers[one.voice]):
            longer[-1] = replace(last, end=one.end)
        else:
            longer.append(one)
    return longer


def _joins(last: VoicedRange, one: VoicedRange, speaker: Speaker) -> bool:
    least = speaker.min_characters
    return (
        least > 0
        and (last.language, last.voice, last.character) == (one.language, one.voice, one.character)
        and last.manner == one.manner
        and min(one.end - one.start, last.end - last.start) < least
        and one.end - last.start <= speaker.max_characters
    )
