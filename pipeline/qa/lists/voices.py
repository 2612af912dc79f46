"""What is usual for the voices of a list: by its own takes, and by what a calibration knows of a voice.

Levels and paces are the list's own, where it has takes enough: it may have been levelled since. Whose voice it is stays
what the calibration learned, unless most of the list is clearly somebody else's under that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.qa.gate.norms import ENOUGH, learned
from pipeline.qa.gate.records import HeardTake, Norms

# Cosines of a take with its voice's mean direction are 0.8 and more; with another voice's they are 0.4 to 0.7.
SAME_VOICE = 0.75
ONE_VOICE = 0.6  # share of a list's takes of which most are of one voice


def norms_in(known: Norms, takes: Sequence[HeardTake], *, named: bool) -> Norms:
    """The norms for takes of a list that name the same voice.

    Args:
        known: by the voice's gate file, if it has one.
        named: whether the list names the voice; takes without a name may be of several.
    """
    if len(takes) < ENOUGH:
        return known
    own = learned(takes)
    if known.speaker and (not own.speaker or likeness(known.speaker, own.speaker) >= SAME_VOICE):
        return replace(own, speaker=known.speaker)
    return own if named or of_one_voice(takes, own.speaker) else replace(own, speaker=())


def of_one_voice(takes: Sequence[HeardTake], speaker: Sequence[float]) -> bool:
    """Whether most of the takes are of the voice of this direction."""
    voices = [hearing.speaker for take in takes if (hearing := take.hearings.get("speaker")) and hearing.speaker]
    alike = sum(likeness(voice, speaker) >= SAME_VOICE for voice in voices)
    return bool(speaker) and alike >= ONE_VOICE * len(voices)


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two unit vectors; 0 where they are not of one listener."""
    return float(np.dot(one, other)) if len(one) == len(other) else 0.0
