"""How far a take's voice is from a direction, by what its length allows: short takes tell less of whose they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.listener import Hearing

# One minus the cosine that takes of one voice stay within: 0.04 of long ones, 0.26 of a second of speech. Of 400 takes
# of the embedded voice, the farthest lie at 0.04 (longer than 6 s), 0.07 (3 to 6 s), 0.16 (2 to 3 s), 0.25 (1 s).
LONG, SECOND = 0.04, 0.22
SHORTEST_S = 0.4
UNKNOWN_S = 3.0  # of speech, where the listener does not tell how much it heard


def away(hearing: Hearing, direction: Sequence[float]) -> float | None:
    """1.0 where a take of the voice may just lie; None where the listener knows no voice in it, or there is none."""
    if not direction or len(hearing.speaker) != len(direction):
        return None
    likeness = math.fsum(x * y for x, y in zip(hearing.speaker, direction, strict=True))
    seconds = max(SHORTEST_S, hearing.measures.get("speaker_ms", 1000 * UNKNOWN_S) / 1000)
    return max(0.0, 1 - likeness) / (LONG + SECOND / seconds)
