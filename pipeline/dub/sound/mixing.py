"""The mix: dialogue brought to its level by what is heard during cues, music and effects lowered under a voice-over."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.audio import Curve, LoudnessMeter, Samples, integrated_lufs, limited, true_peak
from pipeline.dub.sound.rendering import RATE_HZ

Stretch = tuple[int, int]  # samples: the first, and the one after the last
STEP = RATE_HZ // 10  # of loudness curves
SILENCE_LUFS = -200.0
QUIETER_DB = 2.0  # Netflix's tolerance
DIALOGUE_PEAK_DBTP = -6.0  # Netflix's premix of dialogue: what is left below the programme's ceiling is for the effects


@dataclass(frozen=True, slots=True)
class Ducking:
    """How far music and effects go down under speech; 0 dB leaves them untouched."""

    depth_db: float = 0.0
    attack_ms: int = 300  # W3C's example in DAPT: down by 8.2 dB in 0.3 s, and back in 0.3 s
    release_ms: int = 300
    hold_ms: int = 500  # shorter gaps between takes are not worth coming up for


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Gain at a time, linear between: what DAPT writes as an animation."""

    at: int  # samples
    gain: float


@dataclass(frozen=True, slots=True)
class Gated:
    """Loudness by cues: mean power, K-weighted and ungated, while somebody speaks. An approximation of meters that find
    dialogue by themselves, and not Dolby's."""

    dialogue_lufs: float
    share: float  # of the programme that is dialogue
    programme_lufs: float


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Without overlaps, in order."""
    found: list[Stretch] = []
    for first, end in sorted(stretches):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif first < end:
            found.append((first, end))
    return found


def curve_of_blocks(blocks: Iterable[Samples], channels: int = 1) -> Curve:
    meter = LoudnessMeter(RATE_HZ, channels)
    for block in blocks:
        meter.add(block.reshape(-1))
    return meter.curve


def gated(curve: Curve, spoken: Sequence[Stretch], length: int) -> Gated:
    """`curve` of a whole programme of `length` samples."""
    stretches = united(spoken)
    power = _power(curve, stretches)
    dialogue = max(SILENCE_LUFS, 10 * math.log10(power)) if power > 0 else SILENCE_LUFS
    share = sum(end - first for first, end in stretches) / max(1, length)
    return Gated(dialogue, share, integrated_lufs([curve]))


def dialogue_gain_db(dialogue: Curve, bed: Curve | None, spoken: Sequence[Stretch], target_lufs: float) -> float:
    """What brings the mix to its level while somebody speaks; nothing for a programme in which nobody does.

    Music and effects under the words count, as they do to a dialogue-gated meter; where they are nearly as loud as all
    should be, dialogue stays at most QUIETER_DB below its level, so that it is not lost in them.
    """
    stretches = united(spoken)
    own = _power(dialogue, stretches)
    if own <= 1e-7:
        return 0.0
    wanted = 10 ** (target_lufs / 10)
    below = _power(bed, stretches) if bed is not None else 0.0
    return 10 * math.log10(max(wanted - below, wanted * 10 ** (-QUIETER_DB / 10)) / own)


def _power(curve: Curve, stretches: Sequence[Stretch]) -> float:
    """Mean over steps of 100 ms that lie within stretches; where all are shorter, over those that touch one."""
    inside = np.zeros(len(curve), bool)
    for first, end in stretches:
        inside[-(-first // STEP) : end // STEP] = True
    if not inside.any():
        for first, end in stretches:
            inside[first // STEP : -(-end // STEP)] = True
    return float(np.mean(10.0 ** (curve[inside].astype(np.float64) / 10))) if inside.any() else 0.0


def levelled(samples: Samples, gain_db: float) -> Samples:
    """A take at its level, its peaks within those of a premix. Each take alone: what is said elsewhere changes nothing
    in it."""
    louder = (samples * np.float32(10 ** (gain_db / 20))).astype(np.float32)
    ceiling = 10 ** (DIALOGUE_PEAK_DBTP / 20)
    if not len(louder) or true_peak(louder) <= ceiling:
        return louder
    return limited(louder, RATE_HZ, ceiling)[0]


def ducked(spoken: Sequence[Stretch], ducking: Ducking, length: int) -> list[Keyframe]:
    """The gain of music and effects: down before each take begins, up after it ends. Empty where nothing is ducked."""
    if not ducking.depth_db or not spoken:
        return []
    low = 10 ** (-abs(ducking.depth_db) / 20)
    attack, release, hold = (ms * RATE_HZ // 1000 for ms in (ducking.attack_ms, ducking.release_ms, ducking.hold_ms))
    together = united((first - attack - hold // 2, end + release + hold - hold // 2) for first, end in spoken)
    frames: list[Keyframe] = []
    for first, end in together:
        begin, finish = first + hold // 2, end - (hold - hold // 2)
        frames += [
            Keyframe(begin, 1.0),
            Keyframe(begin + attack, low),
            Keyframe(finish - release, low),
            Keyframe(finish, 1.0),
        ]
    return _within(frames, length)


def gain_of(frames: Sequence[Keyframe], start: int, count: int) -> Samples:
    """The gain of samples `start` to `start + count`."""
    if not frames:
        return np.ones(count, np.float32)
    times = np.array([frame.at for frame in frames], np.float64)
    return np.interp(np.arange(start, start + count), times, [frame.gain for frame in frames]).astype(np.float32)


def _within(frames: Sequence[Keyframe], length: int) -> list[Keyframe]:
    """Cut at the programme's ends, where the gain is what it would be there."""
    times, gains = [frame.at for frame in frames], [frame.gain for frame in frames]
    inside = [frame for frame in frames if 0 < frame.at < length]
    ends = [Keyframe(at, float(np.interp(at, times, gains))) for at in (0, length)]
    return [ends[0], *inside, ends[1]]
