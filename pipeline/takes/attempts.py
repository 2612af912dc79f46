"""Attempts: the requests by which a line that came out wrong is performed again, in their order.

    1  with another seed
    2  by the engine's conservative settings, where it has any
    3  clause by clause, where it has several; else with a third seed

Their number is bounded, and each follows from the first request and the voice alone: every run asks for the same. What
an engine would perform the same way whatever its seed is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.engine import PHONEMES
from pipeline.records import Line, Source
from pipeline.takes.requests import TakeRequest, VoiceInUse, request_for

# The machine's attempt k at what a person has asked for as attempt n counts as 1000 k + n: neither is ever the other.
MACHINE = 1000
ANOTHER_SEED, CONSERVATIVE, IN_PIECES = 1, 2, 3
# A clause of fewer letters is joined to its neighbour: engines garble fragments.
LEAST_LETTERS, LEAST_IDEOGRAPHS = 18, 6
_CLAUSE = re.compile(r"[;:,.!?…—–][\"'”’»)\]]*(?=\s)|[、，；：。！？…—][」』”’）]*(?=.)")


def further_attempts(first: TakeRequest, voice: VoiceInUse) -> Iterator[TakeRequest]:
    """The requests that follow `first` while its takes are wrong; none where nothing is performed."""
    if not first.performed:
        return
    can = voice.engine.capabilities
    if can.varies:
        yield _again(first, voice, ANOTHER_SEED)
    if can.conservative:
        yield _again(first, voice, CONSERVATIVE, conservative=True)
    pieces = pieces_of(first.spoken, voice.engine.min_characters)
    if len(pieces) > 1:
        yield _again(first, voice, IN_PIECES, conservative=can.conservative, pieces=pieces)
    elif can.varies:
        yield _again(first, voice, IN_PIECES)


def machine_attempt(request: TakeRequest) -> int:
    """Which attempt of the machine it is: 0 for what was asked for first."""
    return request.attempt // MACHINE


def persons_attempt(request: TakeRequest) -> int:
    """Which attempt of a person: 0 where none was asked for."""
    return request.attempt % MACHINE


def _again(
    first: TakeRequest, voice: VoiceInUse, number: int, *, conservative: bool = False, pieces: tuple[str, ...] = ()
) -> TakeRequest:
    # A line made of the request: what decides a take's sound is in both.
    line = Line("", Source(0, 0, 0, 0), first.spoken, first.spoken, first.language, first.voice,
                manner=first.manner)  # fmt: skip
    attempt = MACHINE * number + first.attempt
    return request_for(
        line, voice, attempt, first.pace, conservative=conservative, pieces=pieces, direction=first.direction
    )


def pieces_of(spoken: str, least: int = 0) -> tuple[str, ...]:
    """The clauses of a spoken form; those that are too short alone stay with the one before.

    Args:
        least: characters below which the engine garbles what it speaks.
    """
    inside = [(found.start(), found.end()) for found in PHONEMES.finditer(spoken)] if "](/" in spoken else []
    cuts = [
        found.end()
        for found in _CLAUSE.finditer(spoken)
        if not any(first <= found.start() < last for first, last in inside)
    ]
    pieces: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(spoken)], strict=True):
        piece = spoken[start:end].strip()
        if pieces and (_too_short(pieces[-1], least) or _too_short(piece, least)):
            pieces[-1] = spoken[spoken.rindex(pieces[-1], 0, start) : end].strip()
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


def _too_short(piece: str, least: int) -> bool:
    letters = sum(map(str.isalnum, piece))
    most = LEAST_IDEOGRAPHS if any(c >= "\u2e80" for c in piece) else LEAST_LETTERS
    return letters < max(most, least)
