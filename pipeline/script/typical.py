"""Typical sentences of a book, chosen by rule: what a voice is auditioned on.

Narration of usual length, speech, a long sentence, a question or an exclamation, and one with a figure or a name that
is spelled out; each is the line nearest to what is usual for its kind, so that an odd one is never chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.records import Line

MOST = 5
_OPENING = '“„«»"‘‚‹「『—–'
_SHORT, _LONG = 25, 240  # characters: what is heard well in an audition


def typical_lines(lines: Sequence[Line], most: int = MOST) -> list[tuple[str, Line]]:
    """(what it shows, the line), at most five, in a fixed order; equal books choose equally."""
    body = [line for line in lines if line.spoken and _SHORT <= len(line.text) <= _LONG and line.pause != "heading"]
    body = body or [line for line in lines if line.spoken]
    chosen: list[tuple[str, Line]] = []
    for name, fits, share in _KINDS:
        texts = {line.text for _, line in chosen}
        candidates = [line for line in body if fits(line) and line.text not in texts]
        if candidates and len(chosen) < most:
            chosen.append((name, _nearest(candidates, share)))
    return chosen


def _nearest(lines: Sequence[Line], share: float) -> Line:
    """The first line whose length is nearest to that of this share of them."""
    lengths = sorted(len(line.text) for line in lines)
    wanted = lengths[min(len(lengths) - 1, int(share * len(lengths)))]
    return min(lines, key=lambda line: abs(len(line.text) - wanted))


def _speech(line: Line) -> bool:
    return line.text[:1] in _OPENING


def _figures(line: Line) -> bool:
    return any(not one.rule.startswith("line break") for one in line.replacements) and not _speech(line)


def _lively(line: Line) -> bool:
    return line.text.rstrip("”\"’' »").endswith(("?", "!", "？", "！"))


_KINDS: Sequence[tuple[str, Callable[[Line], bool], float]] = (
    ("narration", lambda line: not _speech(line) and not _lively(line), 0.5),
    ("speech", lambda line: _speech(line) and not _lively(line), 0.5),
    ("a question or an exclamation", _lively, 0.5),
    ("a long sentence", lambda line: not _speech(line), 0.97),
    ("figures and names", _figures, 0.5),
)
