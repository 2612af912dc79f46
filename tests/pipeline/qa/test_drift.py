"""Drift: a chapter that is not as the others is named, and nothing else."""

from dataclasses import replace

import pytest

from pipeline.qa.drift import SAMPLE, drifts, sampled
from tests.factories import line
from tests.pipeline.qa.drifting import TEXT, chapters


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pitches_hz": {3: 225.0}}, "the pitch of ann is 2.0 semitones higher"),
        ({"lengths_ms": {3: 1500.0}}, "the pace of ann is 18 % faster"),
        ({"shapes_db": {3: -52.0}}, "the timbre of ann is 7.0 dB duller"),
    ],
)
def test_a_chapter_that_is_otherwise(changed: dict[str, dict[int, float]], words: str) -> None:
    (finding,) = drifts(chapters(**changed))
    assert finding.code == "h-012"
    assert finding.where == "Chapter 3"
    assert finding.found.split()[:5] == words.split()[:5]


def test_a_steady_voice_one_that_changes_anyway_and_a_short_book_are_quiet() -> None:
    assert not list(drifts(chapters()))
    assert not list(drifts(chapters({1: 180.0, 2: 220.0, 3: 190.0, 4: 230.0, 5: 170.0, 6: 210.0})))
    assert not list(drifts(chapters({3: 300.0}, count=3)))


def test_each_voice_is_compared_with_itself() -> None:
    low = [replace(chapter, voice="bob") for chapter in chapters(dict.fromkeys(range(1, 9), 110.0))]
    assert not list(drifts([*chapters(), *low]))


def test_lines_are_chosen_evenly_and_short_ones_passed_over() -> None:
    lines = [line(TEXT if n % 2 else "Oh.", n + 1) for n in range(100)]
    chosen = sampled(range(100), lines)
    assert len(chosen) == SAMPLE
    assert chosen == sorted(chosen)
    assert {n % 2 for n in chosen} == {1}
    assert sampled([1, 2, 3], lines) == [1, 3]
