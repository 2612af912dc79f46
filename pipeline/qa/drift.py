"""h-012: a voice that drifts over the book: chapters whose pitch, pace or timbre is not the book's.

Chapters are compared by the medians of a few of their lines, so that no single line is one. What a voice does from
chapter to chapter anyway (a chapter of dialogue is faster) is granted: a drift is farther than any of these ways.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.listener import Hearing, Role
from pipeline.qa.findings import PlacedFinding, placed
from pipeline.records import Finding, Line

SAMPLE = 12  # lines of a chapter that are compared, evenly chosen
LEAST_LINES, LEAST_CHAPTERS, LEAST_CHARACTERS = 6, 4, 20
USUAL_SPREADS = 4.0  # of the chapters' median distance from the book


@dataclass(frozen=True, slots=True)
class Quality:
    """Something that stays itself over a book: how to tell it from a line, and from where on a change is heard."""

    name: str
    of: Callable[[Line, Mapping[str, float]], float | None]
    audible: float
    told: Callable[[float], str]


def _pitch(_: Line, measures: Mapping[str, float]) -> float | None:
    return 12 * math.log2(hz) if (hz := measures.get("pitch_hz", 0.0)) > 0 else None


def _pace(line: Line, measures: Mapping[str, float]) -> float | None:
    spoken = measures.get("speech_ms", 0.0) - measures.get("pause_total_ms", 0.0)
    characters = sum(map(str.isalnum, line.spoken))
    return 100 * math.log(spoken / characters) if spoken > 0 and characters else None


def _timbre(_: Line, measures: Mapping[str, float]) -> float | None:
    high, middle = measures.get("shape_high_db"), measures.get("shape_middle_db")
    return high - middle if high is not None and middle is not None else None


QUALITIES = (
    Quality("pitch", _pitch, 1.0, lambda away: f"{abs(away):.1f} semitones {'higher' if away > 0 else 'lower'}"),
    Quality("pace", _pace, 8.0, lambda away: f"{abs(away):.0f} % {'slower' if away > 0 else 'faster'}"),
    Quality("timbre", _timbre, 3.0, lambda away: f"{abs(away):.1f} dB {'brighter' if away > 0 else 'duller'}"),
)


@dataclass(frozen=True, slots=True)
class ChapterLines:
    """The lines of a chapter that one voice speaks, with what was heard of each."""

    number: int
    title: str
    voice: str
    heard: Sequence[tuple[Line, Mapping[Role, Hearing]]]


def sampled(indices: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """SAMPLE of the lines, evenly chosen among those that are long enough to be compared."""
    fit = [index for index in indices if len(lines[index].spoken) >= LEAST_CHARACTERS]
    if len(fit) <= SAMPLE:
        return fit
    return [fit[round(at)] for at in np.linspace(0, len(fit) - 1, SAMPLE)]


def drifts(chapters: Sequence[ChapterLines]) -> Iterator[PlacedFinding]:
    """The chapters in which a voice is not as it is in the book."""
    by_voice: dict[str, list[ChapterLines]] = defaultdict(list)
    for chapter in chapters:
        by_voice[chapter.voice].append(chapter)
    for voice, mine in by_voice.items():
        for quality in QUALITIES:
            medians = {chapter.number: value for chapter in mine if (value := _median(chapter, quality)) is not None}
            yield from _far(voice, mine, quality, medians)


def _far(
    voice: str, chapters: Sequence[ChapterLines], quality: Quality, medians: Mapping[int, float]
) -> Iterator[PlacedFinding]:
    if len(medians) < LEAST_CHAPTERS:
        return
    values = np.array(list(medians.values()))
    middle = float(np.median(values))
    usual = float(np.median(np.abs(values - middle)))
    for chapter in chapters:
        away = medians.get(chapter.number, middle) - middle
        if abs(away) > max(quality.audible, USUAL_SPREADS * usual):
            found = f"the {quality.name} of {voice} is {quality.told(away)} than in the book's other chapters"
            yield placed(Finding("h-012", chapter.title, found), chapter=chapter.number)


def _median(chapter: ChapterLines, quality: Quality) -> float | None:
    measured = [(line, heard["signal"].measures) for line, heard in chapter.heard if "signal" in heard]
    values = [value for line, measures in measured if (value := quality.of(line, measures)) is not None]
    return float(np.median(values)) if len(values) >= LEAST_LINES else None
