"""The speech of a finished mix, measured while somebody speaks: by a script's cues, or by a plan's placements."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from pipeline.audio import LoudnessMeter, decoded
from pipeline.audio.measuring import opened
from pipeline.dub.sound.mixing import Gated, Stretch, gated
from pipeline.dub.sound.rendering import RATE_HZ
from pipeline.errors import ManuscriptError
from pipeline.intake.scripts import ReadOptions, read_script


class _Place(msgspec.Struct):
    at_ms: int
    speech_ms: int


class _Plan(msgspec.Struct):
    placements: tuple[_Place, ...]


def cues_in(path: Path, options: ReadOptions | None = None) -> list[Stretch]:
    """When somebody speaks, in samples at 48 kHz: a plan of `voicepress fit --json` of one reel, or a timed script.

    Raises:
        ManuscriptError: it is neither, or has several reels.
    """
    if path.suffix.lower() != ".json":
        return [_stretch(cue.in_ms, cue.out_ms) for cue in read_script(path, options).cues if cue.spoken]
    try:
        plans = msgspec.json.decode(path.read_bytes(), type=list[_Plan])
    except OSError as error:
        raise ManuscriptError(f"{path} cannot be read: {error.strerror or error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ManuscriptError(f"{path} is no plan of voicepress fit --json: {error}") from None
    if len(plans) != 1:
        raise ManuscriptError(f"{path} has {len(plans)} reels; name a plan of the one that the file belongs to")
    return [_stretch(place.at_ms, place.at_ms + place.speech_ms) for place in plans[0].placements]


def measure_dialogue(path: Path, spoken: Iterable[Stretch]) -> Gated:
    """`spoken` in samples at 48 kHz, whatever the file's own rate.

    Raises:
        RefusedError: it has no sound that can be read.
    """
    with opened(path) as file:
        stream = file.streams.audio[0]
        meter = LoudnessMeter(stream.rate, stream.channels)
        frames = 0
        for block in decoded(file):
            meter.add(block.reshape(-1))
            frames += len(block)
        return gated(meter.curve, list(spoken), frames * RATE_HZ // stream.rate)


def _stretch(first_ms: int, end_ms: int) -> Stretch:
    return first_ms * RATE_HZ // 1000, end_ms * RATE_HZ // 1000
