"""A timed script as a reel: what is spoken in it, each take as long as its text lets expect."""

from __future__ import annotations

from pathlib import Path

from pipeline.dub.lengths import Lengths
from pipeline.dub.reading import LONGEST_MS
from pipeline.dub.records import Reel, Screen, Slot
from pipeline.errors import ManuscriptError
from pipeline.intake.scripts import ReadOptions, read_script
from pipeline.intake.scripts.turns import by_turn

# A speaker who is seen for a part of the cue is seen.
_SCREENS: dict[str, Screen] = {"on": "on", "off": "off", "on_off": "on", "off_on": "on"}


def reel_of_script(
    path: Path, length_ms: int = 0, lengths: Lengths | None = None, options: ReadOptions | None = None
) -> Reel:
    """The script at `path` on a picture of `length_ms`; 0: it ends with the last cue.

    Raises:
        ManuscriptError: it cannot be read, nobody speaks in it, or it is longer than the picture.
    """
    lengths = lengths or Lengths()
    script = read_script(path, options)
    cues = [cue for cue in by_turn(script.cues) if cue.spoken and cue.text.strip()]
    if not cues:
        raise ManuscriptError(f"{path}: nobody speaks in it; voicepress spot says what its cues are")
    end = length_ms or max(cue.out_ms for cue in cues)
    late = next((cue for cue in cues if cue.in_ms >= end or cue.in_ms < 0), None)
    if late or not 0 < end <= LONGEST_MS:
        where = f"cue {late.id} begins at {late.in_ms} ms, " if late else ""
        raise ManuscriptError(f"{path}: {where}the picture has {end} ms; is this another picture's script?")
    slots = (
        Slot(
            cue.id,
            cue.in_ms,
            cue.out_ms,
            lengths.expected_ms(cue.text, cue.character, cue.language or script.language),
            cue.character,
            cue.text,
            on_screen=_SCREENS.get(cue.on_screen, ""),
        )
        for cue in cues
    )
    return Reel(path.stem, end, tuple(slots), script.language)
