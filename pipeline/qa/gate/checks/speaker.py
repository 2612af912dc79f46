"""h-008 another speaker than the voice, h-009 a take that is read unnaturally."""

from __future__ import annotations

import math
from collections.abc import Iterable

from pipeline.qa.gate.checks.beyond import beyond, measures_of, speech_ms, usual_of
from pipeline.qa.gate.likeness import away
from pipeline.qa.gate.norms import NATURALNESS, SPEAKER_AWAY
from pipeline.qa.gate.records import HeardTake, Limits, TakeCheck, TakeFinding

STEADY = 1.2  # a voice whose takes usually lie farther from each other than this is granted more
PITCH_SPREADS, BY_PITCH, MOST_BY_PITCH = 6.5, 4.0, 1.8  # the last: a pitch may be measured an octave off
PITCHED_MS = 1000.0  # of speech: "LVI" is said in any pitch
RATED_MS = 500.0  # of speech: "Oh!" and "La!" alone are rated 2 to 3 of 5 by whomever they are said
GOOD_MOS = 4.2  # of a voice that is not known


def other_speaker(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """How far it is from the voice's usual direction, by what its length and the voice's own changes allow."""
    distance = away(take.hearings["speaker"], take.norms.speaker)
    if distance is None:
        return
    usual, spread = usual_of(take, SPEAKER_AWAY) or (0.0, 0.0)
    value = distance * _pitched_otherwise(take) / max(1.0, (usual + 2 * spread) / STEADY)
    yield from beyond("h-008", value, limits, f"another voice: {value:.1f} times as far as takes of this voice lie")


def _pitched_otherwise(take: HeardTake) -> float:
    """What a distance counts more by where the pitch is not the voice's, either: 1 where it is, or is not known.

    A short take tells little of whose it is. In 117 of 120 lines of the embedded voice the pitch lies within 6.5
    spreads (16 %) of the usual.
    """
    if "signal" not in take.hearings or speech_ms(take) < PITCHED_MS:
        return 1.0
    pitch, usual = measures_of(take).get("pitch_hz", 0.0), usual_of(take, "pitch_hz")
    if pitch <= 0 or usual is None or usual[0] <= 0:
        return 1.0
    beyond_usual = abs(math.log(pitch / usual[0])) - PITCH_SPREADS * usual[1] / usual[0]
    return min(MOST_BY_PITCH, 1 + BY_PITCH * max(0.0, beyond_usual))


def unnatural(take: HeardTake, limits: Limits) -> Iterable[TakeFinding]:
    """By how much its opinion score (1 to 5) is below the voice's own, and below half of what its takes differ by."""
    score = take.hearings["naturalness"].naturalness
    if score is None or speech_ms(take) < RATED_MS:
        return
    usual, spread = usual_of(take, NATURALNESS) or (GOOD_MOS, 0.0)
    found = f"it sounds unnatural: {score:.1f} of 5, where {usual:.1f} is usual"
    yield from beyond("h-009", usual - spread - score, limits, found)


CHECKS = (
    TakeCheck("other_speaker", "h-008", ("speaker",), Limits(1.42, 1.7), other_speaker),
    TakeCheck("unnatural", "h-009", ("naturalness",), Limits(1.2, 2.0), unnatural),
)
